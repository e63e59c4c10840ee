import { addons } from 'storybook/manager-api';
import { icon, theme } from './theme.js';

addons.setConfig({ theme });

const link = document.querySelector<HTMLLinkElement>('link[rel~=icon]');
if (link) link.href = icon;
