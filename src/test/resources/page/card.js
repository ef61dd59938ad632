'use strict';

// A page that is drawn from the JSON of a card alone: every word that it shows is in the answer.
const given = new URLSearchParams(location.search);
const api = given.get('api');
const model = given.get('model');
const lang = given.get('lang');

function make(name, style, ...children) {
  const node = document.createElement(name);
  if (style) node.className = style;
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

function link(url, text) {
  const node = make('a', null, text);
  node.href = url;
  return node;
}

function source(url) {
  return link(url, new URL(url).host);
}

function at(node, fraction) {
  node.style.left = 100 * fraction + '%';
  return node;
}

function section(title, style, ...children) {
  return make('section', style, make('h2', null, title), ...children);
}

function prose(title, text) {
  return text && section(title, null, make('p', null, text));
}

function points(title, items, style) {
  return items.length ? section(title, style, make('ul', null, ...items.map(item => make('li', null, item)))) : null;
}

function head(card, words) {
  const languages = Object.entries(words.languages).map(([tag, name]) => {
    const query = new URLSearchParams({ api, model, lang: tag });
    const choice = link('?' + query, name);
    if (tag === words.language) choice.className = 'on';
    return choice;
  });
  const window = card.contextWindow;
  return make('header', null,
    make('div', null,
      make('h1', null, card.name),
      make('div', 'facts',
        make('span', null, card.vendor.name),
        card.releaseDateText && make('span', null, card.releaseDateText)),
      card.subtitle && make('p', 'subtitle', card.subtitle),
      card.summary && make('p', null, card.summary),
      card.contentLanguage === words.language ? null : make('p', 'note', words.textInEnglish)),
    make('div', 'window',
      make('nav', null, ...languages),
      make('div', 'small', words.sections.contextWindow),
      make('div', 'big', window.label ?? words.missing[window.status]),
      window.caption && make('div', 'small', window.caption)));
}

function gauge(card, words) {
  const window = card.contextWindow;
  const others = Object.keys(words.languages).filter(tag => tag !== words.language);
  const ticks = window.ticks.map((tick, index) => {
    const next = window.ticks[index + 1];
    const tight = next && next.fraction - tick.fraction < 0.1;
    return at(make('div', tight ? 'tick tight' : 'tick',
      make('div', 'raw', tick.label),
      tick.caption && make('div', 'caption', tick.caption),
      ...(tick.captions ? others.map(tag => tick.captions[tag] && make('div', 'other', tick.captions[tag])) : [])),
    tick.fraction);
  });
  const drawing = make('div', 'gauge', make('div', 'axis'));
  if (window.fraction !== null) {
    const fill = make('div', 'fill');
    fill.style.width = 100 * window.fraction + '%';
    drawing.append(fill, at(make('div', 'pin'), window.fraction), at(make('div', 'flag', window.label), window.fraction));
  }
  drawing.append(...ticks);
  return section(words.sections.contextWindow, null,
    make('div', 'row', make('span', null, window.caption ?? words.missing[window.status]), window.tier && make('span', 'pill', window.tier)),
    make('div', 'scroll', drawing));
}

function claims(card, words) {
  if (!card.coreCapabilities.length) return null;
  return section(words.sections.coreCapabilities, 'half', ...card.coreCapabilities.map(claim => {
    const measured = claim.requires && card.performance.find(one => one.capability === claim.requires.capability);
    const item = make('div', 'item', make('div', 'title', claim.label), make('div', null, claim.description));
    if (claim.consistent === false) {
      item.append(make('div', 'warn', make('div', null, words.claims.inconsistent),
        measured && make('div', 'pair', make('span', null, measured.label), make('span', 'title', measured.text))));
    } else if (claim.consistent) {
      item.append(make('div', 'note', words.claims.consistent));
    } else if (claim.requires) {
      item.append(make('div', 'note', words.claims.unmeasured));
    }
    return item;
  }));
}

function availability(card, words) {
  const rows = Object.entries(card.availability).map(([key, statement]) => {
    const item = make('div', 'item',
      make('div', 'row', make('span', 'title', words.availability[key]), make('span', 'pill', statement.label)));
    const fact = statement.contradiction;
    if (fact) {
      item.append(make('div', 'warn', make('div', null, words.availability.contradicted),
        make('div', 'pair', make('span', null, fact.label), make('span', 'title', fact.text), fact.source && source(fact.source))));
    } else if (statement.derived) {
      item.append(make('div', 'note', words.availability.derived));
    }
    return item;
  });
  return section(words.sections.availability, 'half', ...rows);
}

function pricing(card, words) {
  return section(words.sections.pricing, null,
    make('div', 'row', make('span', 'title', card.pricing.label), make('span', 'pill', card.pricing.summary)),
    card.pricing.note && make('p', 'note', card.pricing.note));
}

function bar(performance) {
  const scale = 10;
  const drawing = make('div', 'bar');
  const { lower, upper, median, exact, score } = performance;
  const shown = number => number.toFixed(1);
  if (lower && upper) {
    const band = at(make('div', 'band'), lower.exact / scale);
    band.style.width = 100 * (upper.exact - lower.exact) / scale + '%';
    drawing.append(band, at(make('div', 'median'), median.exact / scale));
    [lower, upper].forEach((edge, index) => {
      drawing.append(at(make('div', 'edge'), edge.exact / scale));
      if (index === 0 || shown(edge.score) !== shown(lower.score)) {
        drawing.append(at(make('div', 'number', shown(edge.score)), edge.exact / scale));
      }
    });
  }
  drawing.append(at(make('div', 'pin'), exact / scale), at(make('div', 'number own', shown(score)), exact / scale));
  return drawing;
}

function performance(card, words) {
  if (!card.performance.length) return null;
  const own = words.performance;
  const legend = ['lower', 'median', 'upper', 'model'].map(key =>
    make('span', 'key', make('span', 'swatch ' + key), own[key].label));
  const rows = card.performance.map(one => {
    const places = [];
    [['all', 'score'], ['current', 'current'], ['atRelease', 'atRelease']].forEach(([key, sentence]) => {
      const place = one.standings[key];
      if (!place) return;
      places.push(make('span', null, words.standings[key]),
        make('div', null,
          make('div', null, one.explanation[sentence]),
          make('div', 'note pair', make('span', null, place.position ? words.positions[place.position] : words.bandStatuses[place.status]),
            key === 'all' ? null : make('span', null, '· '), key === 'all' ? null : make('span', null, place.cohort))));
    });
    return make('div', 'item',
      make('div', 'row',
        make('div', null, make('div', 'title', one.label), make('div', 'note', one.basis)),
        make('div', null, one.text)),
      bar(one),
      one.clamped && make('div', 'note', words.clamped[one.clamped]),
      one.explanation.lower && make('div', 'note', one.explanation.lower),
      one.explanation.upper && make('div', 'note', one.explanation.upper),
      make('div', 'standings', ...places));
  });
  const marks = ['lower', 'median', 'upper', 'model'].flatMap(key =>
    [make('span', null, own[key].label), make('span', null, own[key].text)]);
  return section(words.sections.performance, null,
    make('p', null, own.intro), make('div', 'legend', ...legend), ...rows,
    make('div', 'item', make('div', 'marks', ...marks), make('p', 'note', own.footnote)));
}

function tools(card, words) {
  return points(words.sections.tools, card.tools.map(tool => link(tool.url, tool.name)), 'half');
}

function lineage(card, words) {
  const family = card.lineage;
  const group = (title, relatives) => relatives.length === 0 ? null : make('div', null,
    make('div', 'title', title),
    make('ul', null, ...relatives.map(relative => {
      const query = new URLSearchParams({ api, model: relative.id, lang });
      return make('li', null, link('?' + query, relative.name),
        make('div', 'note pair', make('span', null, words.relations[relative.relation]),
          relative.method && make('span', null, '· '), relative.method && make('span', null, words.methods[relative.method])));
    })));
  const count = (name, number) => make('span', 'pair', make('span', null, name), make('span', 'title', String(number)));
  return section(words.sections.lineage, null,
    make('div', 'relatives', group(words.lineage.parents, family.parents), group(words.lineage.children, family.children)),
    make('div', 'counts', count(words.lineage.ancestors, family.ancestors), count(words.lineage.descendants, family.descendants)));
}

function links(card, words) {
  return points(words.sections.webLinks, card.webLinks.map(page => {
    const both = make('span', 'pair', make('span', null, words.webLinkTypes[page.type] ?? words.webLinkTypes.other), source(page.url));
    return both;
  }), 'half');
}

function facts(card, words) {
  if (!card.facts.length) return null;
  const heading = ['fact', 'value', 'source', 'date'].map(key => make('th', null, words.factTable[key]));
  const rows = card.facts.map(fact => make('tr', null,
    make('td', null, fact.label), make('td', 'title', fact.text), make('td', null, source(fact.source)),
    make('td', 'date', fact.dateText)));
  return section(words.sections.facts, null,
    make('div', 'scroll', make('table', null, make('thead', null, make('tr', null, ...heading)), make('tbody', null, ...rows))));
}

function draw(card) {
  const words = card.labels;
  document.documentElement.lang = words.language;
  document.title = card.name;
  const parts = [
    head(card, words),
    prose(words.sections.whyItMatters, card.whyItMatters),
    gauge(card, words),
    claims(card, words),
    availability(card, words),
    pricing(card, words),
    performance(card, words),
    points(words.sections.feelsLike, card.feelsLike),
    points(words.sections.bestFor, card.bestFor, 'half'),
    points(words.sections.notFor, card.notFor, 'half'),
    tools(card, words),
    links(card, words),
    lineage(card, words),
    facts(card, words),
  ];
  document.body.append(make('main', null, ...parts.filter(part => part)));
}

fetch(api + '/api/v1/models/' + model + '/card?lang=' + lang)
  .then(answer => answer.json())
  .then(draw);
