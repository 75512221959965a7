// Comfort only: a switch between light and dark, the way to the search of the course, the section that is being read, folds that links lead into, and pictures
// and solutions for paper.
(() => {
  'use strict';
  const root = document.documentElement;
  const themes = ['auto', 'light', 'dark'];
  const key = 'nbrun-theme';
  let theme = 'auto';
  // A page that was opened as a file may have no storage.
  try { theme = localStorage.getItem(key) || theme; } catch {}
  if (!themes.includes(theme)) theme = 'auto';

  const show = (chosen) => {
    if (chosen === 'auto') delete root.dataset.theme;
    else root.dataset.theme = chosen;
    const media = { auto: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' }[chosen];
    for (const source of document.querySelectorAll('picture > source')) source.media = media;
  };
  show(theme);
  // What shows the page may have put newer pictures in.
  addEventListener('pageshow', () => show(theme));

  const addSwitch = () => {
    const button = document.querySelector('.theme-switch');
    const label = () => { button.textContent = button.dataset[theme]; };
    button.addEventListener('click', () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      try { localStorage.setItem(key, theme); } catch {}
      show(theme);
      label();
    });
    label();
    button.hidden = false;
  };

  const addSearch = () => {
    const box = document.querySelector('.tools search');
    if (!box) return;
    const field = box.querySelector('input');
    box.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = field.value.trim();
      location.href = box.dataset.index + (text ? `#search=${encodeURIComponent(text)}` : '');
    });
    box.hidden = false;
  };

  const followReading = () => {
    const entries = [...document.querySelectorAll('nav.wide a')].map((link) => ({
      link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
    })).filter((entry) => entry.heading);
    if (!entries.length) return;
    let current = null;
    let isWaiting = false;
    const update = () => {
      isWaiting = false;
      const line = innerHeight / 4;
      const passed = entries.filter((entry) => entry.heading.getBoundingClientRect().top <= line);
      const link = passed.length ? passed[passed.length - 1].link : null;
      if (link === current) return;
      if (current) current.removeAttribute('aria-current');
      current = link;
      if (!link) return;
      link.setAttribute('aria-current', 'true');
      const nav = link.closest('nav');
      const [top, bottom] = [link.offsetTop - nav.offsetTop, link.offsetTop - nav.offsetTop + link.offsetHeight];
      if (top < nav.scrollTop || bottom > nav.scrollTop + nav.clientHeight) {
        nav.scrollTop = top - nav.clientHeight / 2;
      }
    };
    addEventListener('scroll', () => {
      if (!isWaiting) requestAnimationFrame(update);
      isWaiting = true;
    }, { passive: true });
    update();
  };

  // Newer browsers unfold what a link leads to by themselves.
  const unfold = (hash) => {
    let name;
    try { name = decodeURIComponent(hash.slice(1)); } catch { return; }
    const target = name && document.getElementById(name);
    if (!target) return;
    let hasChanged = false;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
      hasChanged = hasChanged || !fold.open;
      fold.open = true;
    }
    if (hasChanged) target.scrollIntoView();
  };

  let unfoldedForPaper = [];
  addEventListener('DOMContentLoaded', () => {
    show(theme);
    addSwitch();
    addSearch();
    followReading();
    unfold(location.hash);
  });
  addEventListener('hashchange', () => unfold(location.hash));
  addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) unfold(link.hash);
  });
  addEventListener('beforeprint', () => {
    show('light');
    unfoldedForPaper = [...document.querySelectorAll('.solution:not([open])')];
    for (const fold of unfoldedForPaper) fold.open = true;
  });
  addEventListener('afterprint', () => {
    show(theme);
    for (const fold of unfoldedForPaper) fold.open = false;
  });
})();
