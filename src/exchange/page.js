// Sorting rows, choosing which cases are shown, opening all quotes or days. Whatever it needs it makes itself: without script the page has
// no dead controls. SPDX-License-Identifier: GPL-3.0-or-later
(function () {
  'use strict';

  const main = document.getElementById('main');
  const tables = Array.from(main.querySelectorAll('table[data-cases]'), describe);
  const controls = make('div', { className: 'controls' });
  controls.setAttribute('role', 'search');
  controls.setAttribute('aria-label', 'Choose what is shown');

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function fold(text) {
    return text.normalize('NFC').toLowerCase();
  }

  function describe(table) {
    const headings = Array.from(table.tHead.rows[0].cells);
    const caption = make('span', { className: 'shown' });
    table.caption.append(caption);
    const rows = Array.from(table.tBodies[0].rows, (row) => ({
      row, label: row.cells[0].textContent, charted: 'charted' in row.dataset, words: null,
    }));
    return { table, headings, caption, rows };
  }

  // ---- sorting

  function sortValue(row, column, type) {
    const cell = row.cells[column];
    if (cell.textContent === '')
      return null;
    if (type === 'ordered' && cell.dataset.rank !== undefined)
      return Number(cell.dataset.rank);
    const number = Number(cell.textContent);
    return (type === 'integer' || type === 'real') && !Number.isNaN(number) ? number : cell.textContent;
  }

  // Cases that have no value come last, whichever way the others go.
  function compare(a, b, way) {
    if (a === null || b === null)
      return (a === null) - (b === null);
    if (typeof a === 'number' && typeof b === 'number')
      return way * (a - b);
    return way * String(a).localeCompare(String(b), undefined, { numeric: true });
  }

  function sort(described, heading) {
    const column = described.headings.indexOf(heading);
    const way = heading.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
    const keyed = described.rows.map((entry) => [sortValue(entry.row, column, heading.dataset.sort), entry.row]);
    keyed.sort((a, b) => compare(a[0], b[0], way));
    described.table.tBodies[0].append(...keyed.map((pair) => pair[1]));
    for (const other of described.headings)
      other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', way === 1 ? 'ascending' : 'descending');
  }

  function addSorting(described) {
    for (const heading of described.headings.filter((one) => one.dataset.sort)) {
      const button = make('button', { type: 'button', title: 'Sort the cases by this' }, heading.textContent);
      button.addEventListener('click', () => sort(described, heading));
      heading.replaceChildren(button);
    }
    described.headings[0].setAttribute('aria-sort', 'ascending');
  }

  // ---- choosing

  const choices = [];
  const search = make('input', { type: 'search' });
  const onlyCharted = make('input', { type: 'checkbox' });
  const status = make('p', {});
  status.setAttribute('role', 'status');

  function addChoice(heading, column) {
    const entries = tables[0].rows.map((entry) => entry.row.cells[column]);
    const ranks = new Map(entries.filter((cell) => cell.textContent !== '')
      .map((cell) => [cell.textContent, Number(cell.dataset.rank || 0)]));
    const values = Array.from(ranks.keys())
      .sort((a, b) => ranks.get(a) - ranks.get(b) || a.localeCompare(b, undefined, { numeric: true }));
    if (values.length < 2)
      return;
    const select = make('select', {}, make('option', { value: '' }, 'all'));
    for (const value of values)
      select.append(make('option', { value }, value));
    select.addEventListener('change', choose);
    choices.push({ select, column });
    controls.append(make('label', {}, heading.textContent.trim(), select));
  }

  function fits(entry, needle) {
    if (onlyCharted.checked && !entry.charted)
      return false;
    if (choices.some(({ select, column }) => select.value && entry.row.cells[column].textContent !== select.value))
      return false;
    if (needle === '')
      return true;
    if (entry.words === null)
      entry.words = fold(entry.row.textContent);
    return entry.words.includes(needle);
  }

  function choose() {
    const needle = fold(search.value.trim());
    const shownCases = new Set();
    for (const { rows, caption } of tables) {
      let shown = 0;
      for (const entry of rows) {
        entry.row.hidden = !fits(entry, needle);
        if (!entry.row.hidden) {
          shown++;
          shownCases.add(entry.label);
        }
      }
      caption.textContent = shown < rows.length ? `${shown} of ${rows.length} cases shown` : '';
    }
    const all = tables[0].rows.length;
    status.textContent = shownCases.size < all ? `${shownCases.size} of ${all} cases shown` : `all ${all} cases shown`;
  }

  function addChoosing() {
    tables[0].headings.forEach((heading, column) => {
      if (heading.dataset.attribute !== undefined)
        addChoice(heading, column);
    });
    search.addEventListener('input', choose);
    onlyCharted.addEventListener('change', choose);
    controls.append(make('label', {}, 'Search in the cells', search),
      make('label', { className: 'tick' }, onlyCharted, 'Only cases with a summary'));
  }

  // ---- what can be opened: the quotes of a matrix, the days of a history

  function addOpening(selector, what) {
    const parts = [...main.querySelectorAll(selector)];
    if (parts.length === 0)
      return;
    let open = parts.every((part) => part.open);
    const button = make('button', { type: 'button' }, `${open ? 'Close' : 'Open'} all ${what}`);
    button.addEventListener('click', () => {
      open = !open;
      for (const part of parts)
        part.open = open;
      button.textContent = `${open ? 'Close' : 'Open'} all ${what}`;
    });
    controls.append(button);
  }

  // A link to a change leads into its day.
  function openTarget() {
    const target = location.hash.startsWith('#c-') && document.getElementById(location.hash.slice(1));
    const day = target && target.closest('details');
    if (day && !day.open) {
      day.open = true;
      target.scrollIntoView();
    }
  }

  // Paper cannot be opened: all of them print, and stand afterwards as they stood.
  function printAll() {
    let closed = [];
    addEventListener('beforeprint', () => {
      closed = [...main.querySelectorAll('.evidence details:not([open]), details.day:not([open])')];
      for (const part of closed)
        part.open = true;
    });
    addEventListener('afterprint', () => {
      for (const part of closed)
        part.open = false;
      closed = [];
    });
  }

  if (tables.length > 0)
    addChoosing();
  tables.forEach(addSorting);
  addOpening('.evidence details', 'quotes');
  addOpening('details.day', 'days');
  addEventListener('hashchange', openTarget);
  openTarget();
  printAll();
  if (tables.length > 0) {
    controls.append(status);
    choose();
  }
  if (controls.children.length > 0)
    main.prepend(controls);
})();
