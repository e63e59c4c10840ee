// Loaded only if the agreement of this visitor permits it. Here it only records that it was loaded.
document.documentElement.dataset.analytics = 'permitted';
