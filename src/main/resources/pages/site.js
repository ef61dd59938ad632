'use strict';

// Suggestions in the search, tables that sort, and small things. Every page works without them.
(() => {
  const lang = document.documentElement.lang;

  function make(name, style, text) {
    const node = document.createElement(name);
    if (style) node.className = style;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  // In the search a choice opens the card; a form with data-pick takes the id.
  function choose(form, field, id) {
    if ('pick' in form.dataset) {
      field.value = id;
      form.submit();
    } else {
      location.assign(pageOf(id));
    }
  }

  function pageOf(id) {
    const path = '/m/' + id.split('/').map(encodeURIComponent).join('/');
    return new URLSearchParams(location.search).has('lang') ? path + '?lang=' + lang : path;
  }

  // A combobox after the pattern of the ARIA guide: the field keeps the focus, and names the active option.
  function suggestions(form) {
    const field = form.querySelector('input[type="search"]');
    const list = make('ul', 'suggest');
    list.id = field.id + '-suggestions';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', form.dataset.suggest);
    form.append(list);
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', list.id);
    field.setAttribute('aria-expanded', 'false');
    let timer;
    let asked = 0;
    let active = -1;

    function close() {
      // Nor may an answer that is on its way open it again.
      clearTimeout(timer);
      asked++;
      list.hidden = true;
      active = -1;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }

    function select(index) {
      const options = list.children;
      active = (index + options.length) % options.length;
      [...options].forEach((option, i) => option.setAttribute('aria-selected', String(i === active)));
      field.setAttribute('aria-activedescendant', options[active].id);
    }

    function show(models) {
      list.replaceChildren(...models.map((model, i) => {
        const option = make('li');
        option.id = list.id + '-' + i;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.dataset.id = model.id;
        option.append(make('span', '', model.name), make('span', 'note', model.vendor.name));
        option.addEventListener('pointerdown', event => {
          event.preventDefault();
          choose(form, field, model.id);
        });
        return option;
      }));
      active = -1;
      list.hidden = models.length === 0;
      field.setAttribute('aria-expanded', String(models.length > 0));
      field.removeAttribute('aria-activedescendant');
    }

    async function ask(text) {
      const turn = ++asked;
      try {
        const answer = await fetch('/api/v1/models?limit=8&fields=name,vendor&q=' + encodeURIComponent(text));
        if (turn === asked && answer.ok) show((await answer.json()).data);
      } catch {
        // Without suggestions the form still searches.
      }
    }

    field.addEventListener('input', () => {
      clearTimeout(timer);
      const text = field.value.trim();
      if (text.length < 2) {
        close();
      } else {
        timer = setTimeout(() => ask(text), 120);
      }
    });
    field.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !list.hidden) {
        event.preventDefault();
        close();
      } else if (!list.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        event.preventDefault();
        select(event.key === 'ArrowDown' ? active + 1 : active < 0 ? -1 : active - 1);
      } else if (event.key === 'Enter' && active >= 0) {
        event.preventDefault();
        choose(form, field, list.children[active].dataset.id);
      }
    });
    field.addEventListener('blur', close);
  }

  // Cells sort by data-value where they have it, else as numbers if they begin with one, else as text. Unknown comes last.
  function sortable(table) {
    const body = table.tBodies[0];
    const order = new Intl.Collator(lang, { numeric: true });
    const value = (row, index) => {
      const cell = row.cells[index];
      const text = (cell.dataset.value ?? cell.textContent).trim();
      if (text === '' || text === '–') return null;
      const number = Number(text.replace(/^\$/, '').replace(/[,\s]/g, ''));
      return Number.isNaN(number) ? text : number;
    };
    [...table.tHead.rows[0].cells].forEach((heading, index) => {
      const button = make('button', '', heading.textContent);
      button.type = 'button';
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = heading.getAttribute('aria-sort') !== 'ascending';
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const rows = [...body.rows].map((row, place) => ({ row, place, key: value(row, index) }));
        rows.sort((a, b) => {
          if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
          const both = typeof a.key === 'number' && typeof b.key === 'number';
          const compared = both ? a.key - b.key : order.compare(String(a.key), String(b.key));
          return (up ? compared : -compared) || a.place - b.place;
        });
        body.append(...rows.map(one => one.row));
      });
    });
  }

  // Examples name the service that the reader is looking at, and the navigation of a phone shows where that is.
  document.querySelectorAll('[data-origin]').forEach(node => {
    node.textContent = location.origin;
  });
  const current = document.querySelector('.top nav [aria-current]');
  if (current) {
    const nav = current.parentElement;
    nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
  }

  document.querySelectorAll('form[data-suggest]').forEach(suggestions);
  document.querySelectorAll('table[data-sort]').forEach(table => table.tBodies[0].rows.length > 1 && sortable(table));
})();
