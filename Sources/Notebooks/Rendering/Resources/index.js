// The search over all handouts of a course; without a script the page is the list of them.
(() => {
  'use strict';
  const limit = 30;
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  addEventListener('DOMContentLoaded', () => {
    const sections = JSON.parse(document.getElementById('search-index').textContent)
      .map((section) => ({
        ...section, title: plain(`${section.page} ${section.heading}`), words: plain(section.text),
      }));
    const list = document.querySelector('.handouts');
    const form = document.querySelector('search');
    const field = form.querySelector('input');
    const count = form.querySelector('.count');
    const found = form.querySelector('.found');
    const plurals = new Intl.PluralRules(count.dataset.language);
    form.hidden = false;

    // The words around the first hit, as nodes, never as markup.
    const excerpt = (section, terms) => {
      const paragraph = document.createElement('p');
      const text = section.text.replace(/\s+/g, ' ');
      const lower = plain(text);
      // Only a text whose letters stay one to one can be cut at the place of a hit.
      const place = lower.length === text.length ? lower.indexOf(terms[0]) : -1;
      if (place < 0) {
        paragraph.textContent = text.slice(0, 160);
        return paragraph;
      }
      const start = Math.max(0, place - 60);
      const end = place + terms[0].length;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(place, end);
      paragraph.append((start > 0 ? '…' : '') + text.slice(start, place), mark, `${text.slice(end, end + 100)}…`);
      return paragraph;
    };

    field.addEventListener('input', () => {
      const terms = plain(field.value).split(/\s+/).filter(Boolean);
      list.hidden = terms.length > 0;
      found.replaceChildren();
      count.textContent = '';
      if (!terms.length) return;
      const score = (section) => terms.filter((term) => section.title.includes(term)).length;
      const hits = sections
        .filter((section) => terms.every((term) => section.title.includes(term) || section.words.includes(term)))
        .map((section, order) => ({ section, order, score: score(section) }))
        .sort((left, right) => right.score - left.score || left.order - right.order);
      const words = count.dataset[plurals.select(hits.length)] ?? count.dataset.other;
      count.textContent = words.replace('{number}', hits.length);
      for (const { section } of hits.slice(0, limit)) {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = section.address;
        link.textContent = section.heading ? `${section.page}: ${section.heading}` : section.page;
        item.append(link, excerpt(section, terms));
        found.append(item);
      }
    });
  });
})();
