// The search over all handouts of a course; without a script the page is the list of them.
(() => {
  'use strict';
  const limit = 30;
  const start = '#search=';
  // What a hit is worth by where it is: definitions and headings before prose, prose before code.
  const fields = [['title', 1000], ['definitions', 1000], ['words', 30], ['program', 1], ['course', 1]];

  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wordsOf = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // How many typing errors are forgiven in a word of that many letters.
  const forgiven = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  // The fewest insertions, deletions, replacements and swaps of neighbors that make one word the other.
  const distance = (left, right) => {
    const [a, b] = [[...left], [...right]];
    let [before, last] = [[], [...b.keys(), b.length]];
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  addEventListener('DOMContentLoaded', () => {
    const sections = JSON.parse(document.getElementById('search-index').textContent)
      .map((section) => ({
        ...section, definitions: plain(section.terms), words: plain(section.text), program: plain(section.code),
        // The title of a handout is the heading of what stands above its first one.
        title: plain(section.heading || section.page), course: plain(section.page),
      }));
    const box = document.querySelector('search.results');
    const field = box.querySelector('input');
    const count = box.querySelector('.count');
    const found = box.querySelector('.found');
    const list = box.nextElementSibling;
    const plurals = new Intl.PluralRules(count.dataset.language);
    let vocabulary;

    const contains = (section, word) => fields.some(([name]) => section[name].includes(word));

    // The words that a term stands for: itself, or if nothing has it, those that are nearest to it.
    const meant = (term) => {
      if (sections.some((section) => contains(section, term))) return [term];
      const length = [...term].length;
      vocabulary ??= new Set(sections.flatMap((section) => fields.flatMap(([name]) => wordsOf(section[name]))));
      let nearest = [];
      let least = forgiven(length);
      for (const word of least ? vocabulary : []) {
        if (Math.abs([...word].length - length) > least) continue;
        const errors = distance(term, word);
        if (errors > least) continue;
        if (errors < least) nearest = [];
        least = errors;
        nearest.push(word);
      }
      return nearest;
    };

    // What a section is worth for words of which one is meant; nothing if it has none of them.
    const score = (section, words) => Math.max(0, ...words.flatMap((word) => fields.map(([name, worth]) => {
      const place = section[name].indexOf(word);
      if (place < 0) return 0;
      // Words that begin so are worth more than those that have it inside.
      return /[\p{L}\p{N}]$/u.test(section[name].slice(0, place)) ? worth : worth * 2;
    })));

    // The words around the first hit, as nodes, never as markup.
    const excerpt = (section, words) => {
      const paragraph = document.createElement('p');
      const texts = [section.text, section.code].map((text) => text.replace(/\s+/g, ' '));
      for (const text of texts) {
        const lower = plain(text);
        // Only a text whose letters stay one to one can be cut at the place of a hit.
        const word = lower.length === text.length && words.find((word) => lower.includes(word));
        if (!word) continue;
        const place = lower.indexOf(word);
        const [from, end] = [Math.max(0, place - 60), place + word.length];
        const mark = document.createElement('mark');
        mark.textContent = text.slice(place, end);
        paragraph.append((from > 0 ? '…' : '') + text.slice(from, place), mark, `${text.slice(end, end + 100)}…`);
        return paragraph;
      }
      paragraph.textContent = (texts[0].trim() || texts[1]).slice(0, 160);
      return paragraph;
    };

    const update = () => {
      const terms = plain(field.value).split(/\s+/).filter(Boolean);
      list.hidden = terms.length > 0;
      found.replaceChildren();
      count.textContent = '';
      if (!terms.length) return;
      const meanings = terms.map(meant);
      const hits = sections
        .map((section, order) => ({ section, order, scores: meanings.map((words) => score(section, words)) }))
        .filter(({ scores }) => scores.every((score) => score > 0))
        .map((hit) => ({ ...hit, score: hit.scores.reduce((sum, score) => sum + score) }))
        .sort((left, right) => right.score - left.score || left.order - right.order);
      const words = count.dataset[plurals.select(hits.length)] ?? count.dataset.other;
      const corrected = meanings.filter((words, index) => words.length && words[0] !== terms[index]);
      count.textContent = [words.replace('{number}', hits.length), ...corrected.map((words) => words.join(' / '))].join(' · ');
      for (const { section } of hits.slice(0, limit)) {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = section.address;
        link.textContent = section.heading ? `${section.page}: ${section.heading}` : section.page;
        item.append(link, excerpt(section, meanings.flat()));
        found.append(item);
      }
    };

    // A handout sends its readers here with what they look for.
    const read = () => {
      if (!location.hash.startsWith(start)) return;
      try { field.value = decodeURIComponent(location.hash.slice(start.length)); } catch { return; }
      update();
    };

    box.hidden = false;
    box.addEventListener('submit', (event) => event.preventDefault());
    field.addEventListener('input', () => {
      // The way back from a handout leads to what was found.
      try { history.replaceState(null, '', field.value ? start + encodeURIComponent(field.value) : '#'); } catch {}
      update();
    });
    addEventListener('hashchange', read);
    read();
  });
})();
