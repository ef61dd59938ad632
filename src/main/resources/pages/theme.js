'use strict';

// In the head, so that a chosen theme, and what only scripts can fill, is there before the first paint.
(() => {
  const key = 'modeltree-theme';
  const root = document.documentElement;
  root.dataset.scripted = '';
  let chosen = null;
  try {
    chosen = localStorage.getItem(key);
  } catch {
    // Without storage the theme of the system holds.
  }
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-theme-switch]');
    if (!button) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      try {
        localStorage.setItem(key, root.dataset.theme);
      } catch {
        // It holds for this page only.
      }
      dispatchEvent(new Event('themechange'));
    });
  });
})();
