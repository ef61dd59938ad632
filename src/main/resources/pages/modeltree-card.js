// <modeltree-card model="openai/instructgpt">: the card of a model, drawn from the API's JSON and from nothing else.
//
// model     the id: an alias, or the id at a provider, works too
// lang      the language of the words; otherwise that of the page, and then that of the reader
// sections  which sections to draw, by their keys in `labels.sections` of a card, or "all"; by default those with a known
//           height (contextWindow, performance), so that the page does not move when the card arrives
// rows      how many capabilities `performance` shows, 3 by default; all of them if `sections` is set
// theme     "light" or "dark"; otherwise what the reader prefers
// base      where the service is; otherwise where this script comes from
//
// The custom properties below are the colours. Events: modeltree-load (detail: the card), modeltree-error (detail: the
// problem, or the error).
(() => {
  'use strict';

  const origin = document.currentScript ? document.currentScript.src.replace(/\/modeltree-card\.js.*$/, '') : '';

  const LIGHT = '--_paper:#fff;--_ink:#1b1f24;--_soft:#59636e;--_line:#dfe3e8;--_ground:#f1f3f5;--_band:#c9daf8;' +
    '--_accent:#1f5fc4;--_own:#b93c0b;--_warning:#9a3412;--_warning-ground:#fff4ed';
  const DARK = '--_paper:#15191e;--_ink:#e8ecf0;--_soft:#a3adb8;--_line:#343b44;--_ground:#242a31;--_band:#2b4a7d;' +
    '--_accent:#8ab4f8;--_own:#ff9d6b;--_warning:#ffb38a;--_warning-ground:#3a2318';
  const colour = name => `--${name}:var(--modeltree-${name},var(--_${name}));`;
  const STYLE = `
:host{all:initial;${LIGHT};color-scheme:light;display:block;container-type:inline-size;
  font:var(--modeltree-font,15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif)}
:host([hidden]){display:none}
@media(prefers-color-scheme:dark){:host(:not([theme=light])){${DARK};color-scheme:dark}}
:host([theme=dark]){${DARK};color-scheme:dark}
article{${['paper', 'ink', 'soft', 'line', 'ground', 'band', 'accent', 'own', 'warning', 'warning-ground'].map(colour).join('')}
  background:var(--paper);color:var(--ink);border:1px solid var(--line);border-radius:var(--modeltree-radius,12px);
  padding:1.2em;overflow-wrap:anywhere;direction:ltr}
*{box-sizing:border-box}
h2,h3,p,ul{margin:0}
h2{font-size:1.35em;line-height:1.4}
h3{font-size:1em;font-weight:600}
a{color:var(--accent);text-decoration:none}
h2 a{color:inherit}
a:hover,a:focus-visible{text-decoration:underline}
ul{padding-left:1.2em}
section{margin-top:1.1em;padding-top:1.1em;border-top:1px solid var(--line)}
section>h3{margin-bottom:.5em}
.soft{color:var(--soft)}
.small{font-size:.867em}
.row{display:flex;justify-content:space-between;gap:1em}
.row>:last-child{text-align:right}
.one,.one>*{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
.one{min-height:1.5em}
h2.one{min-height:1.4em}
.one>:last-child{flex:none;max-width:60%}
.three{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;height:4.5em;margin-top:.4em}
.own{color:var(--own);font-weight:600}
.track{position:relative;height:.6em;border-radius:.3em;background:var(--ground);margin:.35em .4em}
.fill,.band{position:absolute;inset-block:0;left:0;border-radius:.3em;background:var(--band)}
.median{position:absolute;inset-block:-.15em;border-left:2px solid var(--accent);margin-left:-1px}
.pin{position:absolute;top:50%;width:.9em;height:.9em;margin:-.45em;border-radius:50%;background:var(--own);border:2px solid var(--paper)}
.ticks{position:relative;height:1.5em;margin:0 .4em}
.ticks.tall{height:6.2em}
.tick{position:absolute;transform:translateX(-50%);text-align:center;line-height:1.3;max-width:6.4em}
.tick>:first-child{white-space:nowrap}
.tick:first-child{transform:none;text-align:left}
.tick:last-child{left:auto!important;right:0;transform:none;text-align:right}
.performance{margin-top:.6em}
.performance.none{visibility:hidden}
.performance+.performance{margin-top:1em}
.legend{display:flex;gap:1.2em;flex-wrap:wrap}
.legend.one{flex-wrap:nowrap}
.key::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:.2em;margin-right:.4em;background:var(--band)}
.key.dot::before{border-radius:50%;background:var(--own)}
.key.mid::before{width:2px;background:var(--accent)}
.item+.item{margin-top:.7em}
.pill{border-radius:1em;padding:0 .7em;background:var(--ground);white-space:nowrap}
.warning{background:var(--warning-ground);color:var(--warning);border-radius:.5em;padding:.3em .7em;margin-top:.3em}
.columns{display:grid;gap:1em}
@container(min-width:34em){.columns{grid-template-columns:1fr 1fr}.ticks.tall{height:3.6em}}
@container(max-width:26em){.ticks .narrow{display:none}}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25em .8em .25em 0;vertical-align:top;border-top:1px solid var(--line)}
th{font-weight:400;color:var(--soft)}
.scroll{overflow-x:auto}
article[aria-busy=true] .one,article[aria-busy=true] .three{background:var(--ground);border-radius:.3em;color:transparent}
`;
  // More than any catalog has capabilities.
  const MAX_ROWS = 200;
  let sheet;

  function make(name, style, ...children) {
    const node = document.createElement(name);
    if (style) node.className = style;
    node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
    return node;
  }

  // Facts have sources from everywhere: a link goes to a web page or is none.
  function link(url, text) {
    if (!/^https?:\/\//i.test(url)) return make('span', null, text);
    const node = make('a', null, text);
    node.href = url;
    return node;
  }

  function source(url) {
    let host = url;
    try {
      host = new URL(url).host;
    } catch { /* It is shown as it is. */ }
    return link(url, host);
  }

  function at(node, fraction) {
    node.style.left = 100 * fraction + '%';
    return node;
  }

  function wide(node, from, to) {
    node.style.width = 100 * (to - from) + '%';
    return at(node, from);
  }

  // One line, left and right.
  function row(left, right, style = 'row one') {
    return make('div', style, make('span', null, left ?? '\u00a0'), make('span', null, right ?? ''));
  }

  function list(items) {
    return items && items.length > 0 && make('ul', null, items.map(item => make('li', null, item)));
  }

  function gauge(card, words, full) {
    const window = card.contextWindow;
    const unknown = words.missing[window.status];
    const track = make('div', 'track');
    if (window.fraction !== null) {
      track.append(wide(make('div', 'fill'), 0, window.fraction), at(make('div', 'pin'), window.fraction));
    }
    // Those too close to the last shown one are left out, and on a narrow card every second one.
    let last = -1;
    const ticks = window.ticks.filter((tick, index, all) => {
      const end = index === all.length - 1;
      const space = full ? 0.17 : 0.07;
      if (tick.fraction - last < space || !end && 1 - tick.fraction < space) return end;
      last = tick.fraction;
      return true;
    }).map((tick, index, all) => {
      const style = index % 2 === 1 && index < all.length - 1 ? 'tick small soft narrow' : 'tick small soft';
      return at(make('div', style, make('div', null, tick.label), full && make('div', null, tick.caption)), tick.fraction);
    });
    return [row([make('span', null, window.caption ?? unknown), ' ', make('span', 'soft', full ? '' : window.tier ?? '')],
      make('span', 'own', window.label ?? unknown)), track, make('div', full ? 'ticks tall' : 'ticks', ticks)];
  }

  function bar(one, words) {
    const track = make('div', 'track');
    if (one.lower && one.upper) {
      track.append(wide(make('div', 'band'), one.lower.exact / 10, one.upper.exact / 10),
        at(make('div', 'median'), one.median.exact / 10));
    }
    if (one.exact !== null) track.append(at(make('div', 'pin'), one.exact / 10));
    const spoken = [one.score?.toFixed(1), one.position ? words.positions[one.position] : words.bandStatuses[one.status],
      one.explanation.score].filter(Boolean).join(' · ');
    track.setAttribute('role', 'img');
    track.setAttribute('aria-label', spoken);
    track.title = spoken;
    return track;
  }

  function performance(card, words, full, rows) {
    const own = words.performance;
    const legend = make('div', full ? 'legend small soft' : 'legend small soft one',
      make('span', 'key', `${own.lower.label} – ${own.upper.label}`),
      make('span', 'key mid', own.median.label), make('span', 'key dot', own.model.label));
    const lines = card.performance.slice(0, rows).map(one => make('div', 'performance',
      row([one.label, ' ', make('span', 'soft small', one.text)], make('span', 'own', one.score?.toFixed(1) ?? '–')),
      bar(one, words),
      full && ['all', 'current', 'atRelease'].map(key => {
        const place = one.standings[key];
        return place && row(words.standings[key],
          place.position ? words.positions[place.position] : words.bandStatuses[place.status], 'row small soft');
      })));
    // Missing capabilities take as much space as those that are there.
    while (!full && lines.length < rows) lines.push(make('div', 'performance none', row(), make('div', 'track')));
    return [full && make('p', 'small soft', own.intro), legend, ...lines, full && make('p', 'small soft', own.footnote)];
  }

  function claims(card, words) {
    return card.coreCapabilities.map(claim => {
      const measured = claim.requires && card.performance.find(one => one.capability === claim.requires.capability);
      return make('div', 'item', make('h3', null, claim.label), make('p', null, claim.description),
        claim.consistent === false && make('div', 'warning small', words.claims.inconsistent,
          measured && `: ${measured.label}, ${measured.text}`),
        claim.consistent === true && make('div', 'small soft', words.claims.consistent));
    });
  }

  function availability(card, words) {
    return Object.entries(card.availability).map(([key, statement]) => {
      const fact = statement.contradiction;
      return make('div', 'item', row(words.availability[key], make('span', 'pill small', statement.label), 'row'),
        fact && make('div', 'warning small', `${words.availability.contradicted}: ${fact.label}, ${fact.text} `,
          fact.source && source(fact.source)));
    });
  }

  function relatives(words, title, models, element) {
    return models.length > 0 && make('div', null, make('h3', null, title), list(models.map(model =>
      [element.page(model.id, model.name), ' ', make('span', 'small soft',
        [words.relations[model.relation], model.method && words.methods[model.method]].filter(Boolean).join(' · '))]
    ).map(parts => make('span', null, parts))));
  }

  function lineage(card, words, element) {
    const family = card.lineage;
    return [make('div', 'columns', relatives(words, words.lineage.parents, family.parents, element),
      relatives(words, words.lineage.children, family.children, element)),
    make('p', 'small soft', `${words.lineage.ancestors}: ${family.ancestors} · ${words.lineage.descendants}: ${family.descendants}`)];
  }

  function facts(card, words) {
    return card.facts.length > 0 && make('div', 'scroll', make('table', 'small',
      make('tr', null, ['fact', 'value', 'source', 'date'].map(key => make('th', null, words.factTable[key]))),
      card.facts.map(fact => make('tr', null, make('td', 'soft', fact.label), make('td', null, fact.text),
        make('td', null, source(fact.source)), make('td', 'soft', fact.dateText)))));
  }

  // A card without a text says what is known, so that its place is not empty.
  function inShort(card) {
    return card.facts.filter(fact => !['name', 'releaseDate'].includes(fact.name)).slice(0, 6)
      .map(fact => `${fact.label}: ${fact.text}`).join(' · ');
  }

  class ModeltreeCard extends HTMLElement {
    static observedAttributes = ['model', 'lang', 'sections', 'rows', 'base'];

    #request = null;
    #queued = false;

    constructor() {
      super();
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
      }
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      this.#skeleton();
      this.#later();
    }

    disconnectedCallback() {
      this.#request?.abort();
    }

    attributeChangedCallback(name, before, after) {
      if (this.isConnected && before !== after) this.#later();
    }

    /** A link to the page of a model. */
    page(id, text) {
      return link(new URL(`${this.#base}/m/${id}`, location.href).href, text);
    }

    get #base() {
      return (this.getAttribute('base') ?? origin).replace(/\/$/, '');
    }

    get #language() {
      return this.closest('[lang]')?.lang || navigator.language;
    }

    get #full() {
      return this.hasAttribute('sections');
    }

    get #rows() {
      const rows = Number(this.getAttribute('rows'));
      return rows > 0 ? Math.min(rows, MAX_ROWS) : this.#full ? MAX_ROWS : 3;
    }

    // Several attributes that change together are one request.
    #later() {
      if (this.#queued) return;
      this.#queued = true;
      queueMicrotask(() => {
        this.#queued = false;
        if (this.isConnected) this.#load();
      });
    }

    async #load() {
      this.#request?.abort();
      const request = this.#request = new AbortController();
      const [vendor, ...slug] = (this.getAttribute('model') ?? '').split('/');
      const path = `${encodeURIComponent(vendor)}/${encodeURIComponent(slug.join('/'))}`;
      try {
        if (!vendor || !slug[0]) throw new Error('The attribute model must be an id such as openai/instructgpt.');
        const answer = await fetch(`${this.#base}/api/v1/models/${path}/card`,
          { signal: request.signal, headers: { Accept: 'application/json', 'Accept-Language': this.#language } });
        const body = await answer.json();
        if (!answer.ok) throw body;
        this.#draw(body);
        this.#tell('load', body);
      } catch (problem) {
        if (request.signal.aborted) return;
        this.#fail(problem);
        this.#tell('error', problem);
      }
    }

    #tell(event, detail) {
      this.dispatchEvent(new CustomEvent(`modeltree-${event}`, { detail, bubbles: true, composed: true }));
    }

    #show(busy, ...children) {
      const article = make('article', null, ...children);
      article.setAttribute('aria-busy', busy);
      this.shadowRoot.replaceChildren(article);
      return article;
    }

    // The same lines as the card will have, so that it moves nothing when it arrives.
    #skeleton() {
      const rows = Array.from({ length: this.#full ? 0 : this.#rows },
        () => make('div', 'performance', row(), make('div', 'track')));
      this.#show(true, make('h2', 'one', '\u00a0'), row(), make('p', 'three', '\u00a0'),
        make('section', null, row(), make('div', 'track'), make('div', 'ticks')),
        make('section', null, make('div', 'legend small one', '\u00a0'), rows));
    }

    #fail(problem) {
      // A browser's own words say nothing to readers; an answer that is not the service's has no JSON.
      const text = problem instanceof TypeError || problem instanceof SyntaxError
        ? this.#language.startsWith('zh') ? '卡片暂时无法加载。' : 'The card cannot be loaded right now.'
        : problem.detail ?? problem.message ?? '';
      const article = this.#show(false, make('h2', 'one', this.getAttribute('model') ?? ''), make('p', 'soft', text),
        list((problem.suggestions ?? []).map(id => this.page(id, id))));
      article.setAttribute('role', 'alert');
    }

    #draw(card) {
      const words = card.labels;
      const full = this.#full;
      const article = this.#show(false,
        make('h2', 'one', this.page(card.id, card.name)),
        row(card.vendor.name, card.releaseDateText),
        make('p', full ? null : 'three', card.summary ?? card.subtitle ?? inShort(card)),
        full && card.contentLanguage !== words.language && make('p', 'small soft', words.textInEnglish));
      article.lang = words.language;
      const sections = {
        contextWindow: () => gauge(card, words, full),
        whyItMatters: () => card.whyItMatters && make('p', null, card.whyItMatters),
        coreCapabilities: () => claims(card, words),
        availability: () => availability(card, words),
        pricing: () => [row(card.pricing.label, make('span', 'pill small', card.pricing.summary), 'row'),
          card.pricing.note && make('p', 'small soft', card.pricing.note)],
        performance: () => performance(card, words, full, this.#rows),
        feelsLike: () => list(card.feelsLike),
        bestFor: () => list(card.bestFor),
        tools: () => list(card.tools.map(tool => link(tool.url, tool.name))),
        notFor: () => list(card.notFor),
        lineage: () => lineage(card, words, this),
        webLinks: () => list(card.webLinks.map(page =>
          make('span', null, words.webLinkTypes[page.type] ?? words.webLinkTypes.other, ' ', source(page.url)))),
        facts: () => facts(card, words),
      };
      const wanted = !full ? ['contextWindow', 'performance']
        : this.getAttribute('sections') === 'all' ? Object.keys(sections)
          : this.getAttribute('sections').split(/[\s,]+/).filter(name => Object.hasOwn(sections, name));
      for (const name of wanted) {
        const content = [sections[name]()].flat().filter(Boolean);
        if (content.length > 0) article.append(make('section', null, full && make('h3', null, words.sections[name]), content));
      }
    }
  }

  if (!customElements.get('modeltree-card')) customElements.define('modeltree-card', ModeltreeCard);
})();
