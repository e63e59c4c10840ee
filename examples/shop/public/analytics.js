// Loaded only where the agreement of this visitor permits it; counts nothing here but that it was loaded.
document.documentElement.dataset.analytics = 'permitted';
