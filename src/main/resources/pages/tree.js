'use strict';

// The family tree on a canvas: time from left to right, a lane for each publisher with many models, and one for all others.
// A canvas, because ten thousand elements would be too slow to lay out; the nested list below it has the same content.
// Whatever grows with the catalog runs in slices, so that a page with ten thousand models answers on a slow phone, too.
(() => {
  const root = document.querySelector('[data-tree]');
  if (!root) return;

  const ALL = '/api/v1/tree/columns?limit=20000';
  const LANE_MODELS = 8;
  const GAP = 40;
  const ROW = 20;
  const LANE_GAP = 34;
  const TOP = 26;
  const MIN_SCALE = 0.04;
  // Below these scales edges are straight, and models are squares.
  const STRAIGHT = 0.4;
  const SQUARES = 0.3;
  // Width and height of the cells in which models are looked up by their place.
  const CELL = 200;
  // Marks that are painted in one frame and in one path; a curve, a name and 512 models that are out of sight cost as many.
  const MARKS_AT_ONCE = 1000;
  const PATH = 500;
  const NAME = 6;
  const LOOK = 30;
  // More edges than these cannot be told apart, so they are not painted faintly beside a few strong ones.
  const CROWD = 2000;
  const SLICE_MS = 8;
  const LIST_PART = 60;
  const MAX_SCALE = 8;

  const lang = document.documentElement.lang;
  const address = new URLSearchParams(location.search);
  const explicit = address.has('lang');
  const canvas = root.querySelector('canvas');
  const context = canvas.getContext('2d');
  const tip = root.querySelector('[data-tree-tip]');
  const live = root.querySelector('[data-tree-live]');
  const controls = document.querySelector('[data-tree-controls]');
  const find = controls.querySelector('[data-tree-find]');
  const vendorChoice = controls.querySelector('[data-tree-vendor]');
  const relationChoice = controls.querySelector('[data-tree-relation]');
  const map = root.querySelector('[data-tree-map]');
  const legend = [...document.querySelectorAll('[data-tree-legend] button')];

  let world = null;
  let view = { scale: 1, x: 0, y: 0 };
  let size = { width: 0, height: 0, ratio: 1 };
  let selected = null;
  let hovered = null;
  let near = null;
  let found = null;
  let colors = {};
  const hues = new Map();
  let frame = 0;

  const pageOf = id => '/m/' + id.split('/').map(encodeURIComponent).join('/') + (explicit ? '?lang=' + lang : '');
  const compare = new Intl.Collator(lang, { numeric: true }).compare;
  const pause = () => (globalThis.scheduler?.yield ? scheduler.yield() : new Promise(resolve => setTimeout(resolve)));

  // Runs a generator to its end, and lets the browser work in between.
  async function sliced(work) {
    let end = performance.now() + SLICE_MS;
    for (;;) {
      const { value, done } = work.next();
      if (done) return value;
      if (performance.now() > end) {
        await pause();
        end = performance.now() + SLICE_MS;
      }
    }
  }

  function dayOf(date) {
    if (date === null) return null;
    const month = date.length > 4 ? Number(date.slice(5, 7)) : 7;
    const day = date.length > 7 ? Number(date.slice(8, 10)) : 15;
    return Number(date.slice(0, 4)) + (month - 1 + (day - 1) / 31) / 12;
  }

  // Models with their parents and children; an undated one stands where its first dated relative does.
  function* linked({ vendors, relations, models, edges: columns }) {
    const nodes = [];
    for (let i = 0; i < models.id.length; i++) {
      const date = models.releaseDate[i];
      nodes.push({
        id: models.id[i], name: models.name[i], vendor: vendors[models.vendor[i]], date: date ?? '', time: dayOf(date),
        parents: [], children: [], x: 0, y: 0, row: 0, shaded: false, space: Infinity,
      });
      if (i % 256 === 0) yield;
    }
    const edges = [];
    for (let i = 0; i < columns.child.length; i++) {
      const parent = nodes[columns.parent[i]];
      const child = nodes[columns.child[i]];
      parent.children.push(child);
      child.parents.push(parent);
      edges.push({ parent, child, relation: relations[columns.relation[i]] });
      if (i % 512 === 0) yield;
    }
    const first = nodes.reduce((least, node) => node.time !== null && node.time < least ? node.time : least, Infinity);
    for (const node of nodes) {
      if (node.time === null) {
        node.time = [...node.parents, ...node.children].find(one => one.time !== null)?.time ?? (Number.isFinite(first) ? first : 2020);
      }
    }
    yield;
    nodes.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
    yield;
    return { nodes, edges };
  }

  // Years with many models are wider, so that the last ones do not hide behind sixty quiet years.
  function timeScale(nodes) {
    const from = Math.floor(nodes[0].time);
    const to = Math.floor(nodes[nodes.length - 1].time) + 1;
    const counts = new Array(to - from).fill(0);
    for (const node of nodes) counts[Math.floor(node.time) - from]++;
    const starts = [0];
    // And more so in a large catalog, whose lanes would become too high to be seen as a whole.
    const width = 30 * Math.sqrt(Math.max(1, nodes.length / 2500));
    counts.forEach((count, i) => starts.push(starts[i] + 8 + width * Math.sqrt(count)));
    return {
      years: starts.map((x, i) => ({ year: from + i, x })),
      at: time => {
        const year = Math.min(Math.floor(time) - from, counts.length - 1);
        return starts[year] + (starts[year + 1] - starts[year]) * (time - from - year);
      },
    };
  }

  function* laidOut({ nodes, edges }) {
    if (nodes.length === 0) return { nodes, edges, lanes: [], years: [], width: 1, height: 1, vendors: [], cells: new Map() };
    const time = timeScale(nodes);
    const vendors = new Map();
    for (const node of nodes) {
      node.x = time.at(node.time);
      const vendor = vendors.get(node.vendor) ?? { id: node.vendor.id, name: node.vendor.name, nodes: [] };
      vendor.nodes.push(node);
      vendors.set(node.vendor, vendor);
    }
    yield;
    const bySize = [...vendors.values()].sort((a, b) => b.nodes.length - a.nodes.length || compare(a.name, b.name));
    bySize.forEach(vendor => {
      // A publisher keeps its colour when it is shown alone.
      if (!hues.has(vendor.id)) hues.set(vendor.id, Math.round(155 + hues.size * 137.508) % 360);
      vendor.hue = hues.get(vendor.id);
      vendor.edges = [];
    });
    for (const edge of edges) vendors.get(edge.child.vendor).edges.push(edge);
    yield;
    const least = Math.max(LANE_MODELS, nodes.length / 400);
    const large = bySize.filter(vendor => vendor.nodes.length >= least || bySize.length < 12);
    const lone = new Set(large);
    const small = bySize.filter(vendor => !lone.has(vendor)).flatMap(vendor => vendor.nodes).sort((a, b) => a.x - b.x);
    const lanes = large.map(vendor => ({ name: vendor.name, hue: vendor.hue, nodes: vendor.nodes }));
    if (small.length > 0) lanes.push({ name: root.dataset.others, hue: null, nodes: small });
    let y = TOP;
    let placed = 0;
    for (const lane of lanes) {
      lane.top = y;
      const shaded = lanes.indexOf(lane) % 2 === 0;
      const ends = [];
      const lasts = [];
      for (const node of lane.nodes) {
        const wanted = node.parents.find(parent => parent.vendor.id === node.vendor.id)?.row ?? 0;
        let row = -1;
        for (let away = 0; away <= ends.length && row < 0; away++) {
          for (const candidate of [wanted + away, wanted - away]) {
            if (candidate >= 0 && candidate <= ends.length && (ends[candidate] ?? -Infinity) + GAP <= node.x) {
              row = candidate;
              break;
            }
          }
        }
        if (row < 0) row = ends.length;
        if (lasts[row]) lasts[row].space = node.x - lasts[row].x;
        lasts[row] = node;
        ends[row] = node.x;
        node.row = row;
        node.shaded = shaded;
        node.y = y + LANE_GAP + row * ROW;
        if (placed++ % 64 === 0) yield;
      }
      y += LANE_GAP + ends.length * ROW;
      lane.bottom = y;
    }
    const cells = new Map();
    for (const node of nodes) {
      const key = cellOf(Math.floor(node.x / CELL), Math.floor(node.y / CELL));
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(node);
    }
    yield;
    return { nodes, edges, cells, lanes, years: time.years, width: time.years[time.years.length - 1].x + 160, height: y + 20, vendors: bySize };
  }

  const cellOf = (column, row) => column * 65536 + row;

  // Models whose cells touch the rectangle.
  function* within(left, top, right, bottom) {
    const last = { column: Math.floor(Math.min(right, world.width) / CELL), row: Math.floor(Math.min(bottom, world.height) / CELL) };
    for (let column = Math.floor(Math.max(left, 0) / CELL); column <= last.column; column++) {
      for (let row = Math.floor(Math.max(top, 0) / CELL); row <= last.row; row++) {
        const cell = world.cells.get(cellOf(column, row));
        if (cell) yield* cell;
      }
    }
  }

  function readColors() {
    const style = getComputedStyle(document.documentElement);
    const value = name => style.getPropertyValue(name).trim();
    const soft = value('--soft');
    const shade = value('--shade-of-hue');
    colors = {
      ink: value('--ink'), soft, line: value('--line'), paper: value('--paper'), ground: value('--ground'), own: value('--own'),
      hue: (hue, alpha) => hue === null ? soft : `hsl(${hue} ${shade} / ${alpha})`,
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  function lineageOf(node) {
    const all = new Set([node]);
    for (const way of ['parents', 'children']) {
      const queue = [node];
      while (queue.length > 0) {
        for (const next of queue.pop()[way]) {
          if (!all.has(next)) {
            all.add(next);
            queue.push(next);
          }
        }
      }
    }
    return all;
  }

  const sx = x => (x - view.x) * view.scale;
  const sy = y => (y - view.y) * view.scale;

  // Edges and models are painted on a canvas that nobody sees, some of them in each frame. Once it is complete it is shown,
  // and until the next one is, it follows the view. So no frame paints more than a part of the tree.
  const sheet = () => {
    const own = document.createElement('canvas');
    return { canvas: own, context: own.getContext('2d'), view: null, width: 0, height: 0 };
  };
  let shown = sheet();
  let next = sheet();
  let work = null;
  let stale = false;
  let givenUp = 0;
  let edgesInView = 0;
  let whenPainted = [];

  function step() {
    frame = 0;
    if (!work && stale) {
      stale = false;
      work = begun();
    }
    if (work) {
      const end = performance.now() + SLICE_MS;
      let done = false;
      for (let spent = 0; !done && spent < MARKS_AT_ONCE && performance.now() < end;) {
        const part = work.next();
        done = part.done;
        spent += part.value ?? 0;
      }
      // What was painted is worked off now, not with all of the rest at the end.
      flush.drawImage(next.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
      if (done) {
        work = null;
        givenUp = 0;
        [shown, next] = [next, shown];
        whenPainted.forEach(tell => tell());
        whenPainted = [];
      }
    }
    present();
    if (work || stale) frame = requestAnimationFrame(step);
  }

  function begun() {
    next.view = { ...view };
    next.width = size.width;
    next.height = size.height;
    // Clears it, too.
    next.canvas.width = Math.max(1, canvas.width);
    next.canvas.height = Math.max(1, canvas.height);
    return paint(next.context, next.view);
  }

  // Paper waits for no frames, and is light.
  function printed() {
    if (!world) return;
    const chosen = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = 'light';
    readColors();
    for (const all = begun(); !all.next().done;);
    [shown, next] = [next, shown];
    work = null;
    present();
    addEventListener('afterprint', () => {
      if (chosen) document.documentElement.dataset.theme = chosen;
      else delete document.documentElement.dataset.theme;
      readColors();
      redraw();
    }, { once: true });
  }

  const flush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  const painted = () => new Promise(resolve => whenPainted.push(resolve));

  // What is cheap, at its place in this frame, and all else at the place where it was painted.
  function present() {
    const { width, height, ratio } = size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, width, height);
    context.fillStyle = colors.ground;
    world.lanes.forEach((lane, i) => {
      const top = sy(lane.top);
      if (i % 2 === 0 && top < height && sy(lane.bottom) > 0) {
        context.fillRect(0, top, width, (lane.bottom - lane.top) * view.scale);
      }
    });
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const { x } of world.years) {
      if (sx(x) < 0 || sx(x) > width) continue;
      context.moveTo(Math.round(sx(x)) + 0.5, 0);
      context.lineTo(Math.round(sx(x)) + 0.5, height);
    }
    context.stroke();
    if (shown.view) {
      const grown = view.scale / shown.view.scale;
      context.imageSmoothingEnabled = grown !== 1;
      context.drawImage(shown.canvas, sx(shown.view.x), sy(shown.view.y), shown.width * grown, shown.height * grown);
    }
    marginals(width, height);
    showSight();
  }

  // Names of lanes stay at the left, years at the top.
  function marginals(width, height) {
    context.textBaseline = 'middle';
    context.font = '600 12px ' + colors.font;
    let last = 0;
    for (const lane of world.lanes) {
      const y = Math.max(sy(lane.top) + 13 * view.scale, TOP + 6);
      if (sy(lane.bottom) < y + 4 || y > height || y < last + 15) continue;
      lane.width ??= context.measureText(lane.name).width;
      context.fillStyle = colors.paper;
      context.globalAlpha = 0.85;
      context.fillRect(6, y - 8, lane.width + 10, 16);
      context.globalAlpha = 1;
      context.fillStyle = colors.hue(lane.hue, 1);
      context.fillText(lane.name, 11, y);
      last = y;
    }
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, width, TOP - 4);
    context.fillStyle = colors.soft;
    context.font = '12px ' + colors.font;
    let free = 0;
    for (const { year, x } of world.years) {
      if (sx(x) >= free && sx(x) < width - 30) {
        context.fillText(String(year), sx(x) + 4, 12);
        free = sx(x) + 44;
      }
    }
  }

  // The whole tree in small, so that one sees which part of it is in sight.
  const MAP = { width: 150, height: 190 };

  async function chart() {
    const own = world;
    if (own.nodes.length === 0) {
      map.hidden = true;
      return;
    }
    const paper = map.querySelector('canvas');
    own.small = Math.min(MAP.width / own.width, MAP.height / own.height);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const small = own.small * ratio;
    paper.width = Math.ceil(own.width * small);
    paper.height = Math.ceil(own.height * small);
    paper.style.width = own.width * own.small + 'px';
    paper.style.height = own.height * own.small + 'px';
    const to = paper.getContext('2d');
    await sliced(function* () {
      let marks = 0;
      for (const vendor of own.vendors) {
        to.fillStyle = colors.hue(vendor.hue, 0.75);
        for (const node of vendor.nodes) {
          to.fillRect(node.x * small, node.y * small, 1.4 * ratio, 1.4 * ratio);
          if (++marks % 256 === 0) yield;
        }
      }
    }());
    if (own !== world) return;
    map.hidden = false;
    showSight();
  }

  // Shows on the map what is in sight.
  function showSight() {
    if (map.hidden || !world.small) return;
    const at = (value, end) => Math.min(Math.max(value, 0), end) * world.small;
    const left = at(view.x, world.width);
    const top = at(view.y, world.height);
    const style = map.querySelector('span').style;
    style.left = left + 'px';
    style.top = top + 'px';
    style.width = at(view.x + size.width / view.scale, world.width) - left + 'px';
    style.height = at(view.y + size.height / view.scale, world.height) - top + 'px';
  }

  function travel(event) {
    if (event.buttons !== 1) return;
    const box = map.querySelector('canvas').getBoundingClientRect();
    view.x = (event.clientX - box.left) / world.small - size.width / 2 / view.scale;
    view.y = (event.clientY - box.top) / world.small - size.height / 2 / view.scale;
    clamp();
    follow();
  }
  map.addEventListener('pointerdown', event => {
    map.setPointerCapture(event.pointerId);
    travel(event);
  });
  map.addEventListener('pointermove', travel);

  // Edges, models and their names as they are seen in a view. Yields how many marks it has made since it last did.
  function* paint(to, seen) {
    const { width, height, ratio } = size;
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    const px = x => (x - seen.x) * seen.scale;
    const py = y => (y - seen.y) * seen.scale;
    const left = seen.x - 40;
    const right = seen.x + width / seen.scale + 40;
    const top = seen.y - 40;
    const bottom = seen.y + height / seen.scale + 40;
    const focus = hovered ?? selected;
    const chosen = selected;
    const hits = found;
    near = focus ? near && near.of === focus ? near : { of: focus, set: lineageOf(focus) } : null;
    const kin = near?.set;
    const bright = node => (kin ? kin.has(node) : hits.has(node));
    const relation = relationChoice.value;
    const passes = kin || hits ? [false, true] : [true];
    const straight = seen.scale < STRAIGHT;
    const radius = Math.min(Math.max(4 * Math.sqrt(seen.scale), 1.6), 6.5);

    // Edges by colour, the faint ones first.
    let all = 0;
    for (const strong of passes) {
      if (!strong && edgesInView > CROWD) continue;
      for (const vendor of world.vendors) {
        const begin = () => {
          to.beginPath();
          to.lineWidth = strong && kin ? 1.8 : straight ? 1 : 1.1;
          to.strokeStyle = colors.hue(vendor.hue, strong ? (kin ? 0.9 : 0.38) : 0.08);
        };
        let marks = 0;
        let looked = 0;
        begin();
        for (const { parent, child, relation: own } of vendor.edges) {
          if (++looked % 512 === 0) yield LOOK;
          if ((relation && own !== relation)
            || Math.max(parent.x, child.x) < left || Math.min(parent.x, child.x) > right
            || Math.max(parent.y, child.y) < top || Math.min(parent.y, child.y) > bottom
            || (passes.length > 1 && strong !== (kin ? kin.has(parent) && kin.has(child) : false))) continue;
          const x = px(parent.x);
          const end = px(child.x);
          const bend = Math.max(12 * Math.min(seen.scale, 1), (end - x) / 2);
          to.moveTo(x, py(parent.y));
          if (straight) to.lineTo(end, py(child.y));
          else to.bezierCurveTo(x + bend, py(parent.y), end - bend, py(child.y), end, py(child.y));
          if (++marks % PATH === 0) {
            to.stroke();
            yield (straight ? 1 : 3) * PATH;
            begin();
          }
        }
        to.stroke();
        all += marks;
        yield (straight ? 1 : 3) * (marks % PATH);
      }
    }
    if (passes.length === 1) edgesInView = all;

    // Models, then names where there is room.
    const named = [];
    for (const strong of passes) {
      for (const vendor of world.vendors) {
        const begin = () => {
          to.beginPath();
          to.fillStyle = colors.hue(vendor.hue, strong ? 1 : 0.18);
        };
        let marks = 0;
        let looked = 0;
        begin();
        for (const node of vendor.nodes) {
          if (++looked % 512 === 0) yield LOOK;
          if (node.x < left || node.x > right || node.y < top || node.y > bottom
            || (passes.length > 1 && strong !== bright(node))) continue;
          const x = px(node.x);
          const y = py(node.y);
          const own = node === focus ? radius + 2 : radius;
          if (seen.scale < SQUARES && node !== focus) {
            to.fillRect(x - own, y - own, 2 * own, 2 * own);
          } else {
            to.moveTo(x + own, y);
            to.arc(x, y, own, 0, 7);
          }
          const room = Math.min(node.space, 400) * seen.scale - radius - 14;
          if (strong && (room > 34 || node === focus) && ROW * seen.scale > 12) named.push([node, node === focus ? 400 : room]);
          if (++marks % PATH === 0) {
            to.fill();
            yield PATH;
            begin();
          }
        }
        to.fill();
        yield marks % PATH;
      }
    }
    to.font = '12px ' + colors.font;
    to.textBaseline = 'middle';
    for (let i = 0; i < named.length; i++) {
      const [node, room] = named[i];
      // Edges do not strike names through.
      to.globalAlpha = 0.8;
      to.fillStyle = node.shaded ? colors.ground : colors.paper;
      to.fillRect(px(node.x) + radius + 3, py(node.y) - 7, Math.min(widthOf(to, node.name), room) + 3, 14);
      to.globalAlpha = 1;
      to.fillStyle = colors.ink;
      to.fillText(fitted(to, node.name, room), px(node.x) + radius + 5, py(node.y) + 0.5);
      if (i % 16 === 15) yield 16 * NAME;
    }
    if (chosen) {
      to.strokeStyle = colors.ink;
      to.lineWidth = 2;
      to.beginPath();
      to.arc(px(chosen.x), py(chosen.y), radius + 4.5, 0, 7);
      to.stroke();
    }
  }

  // In the font of names.
  const widths = new Map();
  function widthOf(to, text) {
    let width = widths.get(text);
    if (width === undefined) widths.set(text, width = to.measureText(text).width);
    return width;
  }

  function fitted(to, text, room) {
    const width = widthOf(to, text);
    if (width <= room) return text;
    return text.slice(0, Math.max(1, Math.floor(text.length * room / width) - 1)) + '…';
  }

  function frames() {
    if (frame === 0) frame = requestAnimationFrame(step);
  }

  // Something else is to be seen, so what is being painted is given up. A paint after three that were given up is shown first,
  // so that a held key shows something.
  function redraw() {
    if (work && ++givenUp <= 3) work = null;
    stale = true;
    frames();
  }

  // The same from another place: what is being painted is shown first, so that a long movement shows new parts.
  function follow() {
    stale = true;
    frames();
  }

  function resize() {
    const box = canvas.getBoundingClientRect();
    const ratio = Math.min(devicePixelRatio || 1, 2);
    if (size.width === box.width && size.height === box.height && size.ratio === ratio) return;
    size = { width: box.width, height: box.height, ratio };
    canvas.width = Math.round(box.width * size.ratio);
    canvas.height = Math.round(box.height * size.ratio);
    if (world) redraw();
  }

  // Everything always fits.
  const fitting = () => Math.min(size.width / world.width, size.height / world.height, 1.5);
  const bounded = scale => Math.min(Math.max(scale, Math.min(MIN_SCALE, fitting())), MAX_SCALE);

  function clamp() {
    view.scale = bounded(view.scale);
    const spareX = size.width / view.scale;
    const spareY = size.height / view.scale;
    view.x = Math.min(Math.max(view.x, -spareX / 2), world.width - spareX / 2);
    view.y = Math.min(Math.max(view.y, -spareY / 2), world.height - spareY / 2);
  }

  function zoom(factor, x = size.width / 2, y = size.height / 2) {
    const before = { x: view.x + x / view.scale, y: view.y + y / view.scale };
    view.scale = bounded(view.scale * factor);
    view.x = before.x - x / view.scale;
    view.y = before.y - y / view.scale;
    clamp();
    follow();
  }

  function whole() {
    view.scale = fitting();
    view.x = (world.width - size.width / view.scale) / 2;
    view.y = (world.height - size.height / view.scale) / 2;
    clamp();
    redraw();
  }

  // The last years at a size in which names can be read.
  function beginning() {
    view.scale = size.width < 600 ? 0.75 : 0.9;
    view.x = world.nodes[world.nodes.length - 1].x + 190 - size.width / view.scale;
    view.y = 0;
    if (world.height * view.scale < size.height) whole();
    clamp();
    redraw();
  }

  function center(node) {
    if (view.scale < 0.9) view.scale = 1.1;
    view.x = node.x - size.width / 2 / view.scale;
    view.y = node.y - size.height / 2 / view.scale;
    clamp();
    redraw();
  }

  function described(node) {
    return [node.name, node.vendor.name, node.date].filter(Boolean).join(' · ')
      + ` · ${node.parents.length} ${root.dataset.parents}, ${node.children.length} ${root.dataset.children}`;
  }

  function select(node) {
    selected = node;
    hovered = null;
    if (node) {
      live.textContent = described(node);
      center(node);
      show(node);
    } else {
      tip.hidden = true;
    }
    remember();
    redraw();
  }

  const inSight = node => sx(node.x) > 0 && sx(node.x) < size.width && sy(node.y) > TOP && sy(node.y) < size.height;

  // The address has the filters and the model, so that going back, reloading and sharing it lead to the same place. Not at
  // once, because browsers slow down pages that change their address often.
  let later = 0;
  function remember(node = selected) {
    clearTimeout(later);
    later = setTimeout(() => kept(node), 300);
  }

  function kept(node) {
    const links = document.querySelectorAll('a.tool[hreflang]');
    for (const [name, value] of [['vendor', vendorChoice.value], ['relation', relationChoice.value], ['model', node?.id]]) {
      if (value) address.set(name, value);
      else address.delete(name);
      for (const link of links) {
        const other = new URL(link.href);
        if (value) other.searchParams.set(name, value);
        else other.searchParams.delete(name);
        link.href = other;
      }
    }
    const query = address.toString().replaceAll('%2F', '/');
    history.replaceState(history.state, '', query ? '?' + query : location.pathname);
  }

  function open(node) {
    clearTimeout(later);
    kept(node);
    location.assign(pageOf(node.id));
  }

  function show(node) {
    tip.hidden = !node;
    if (!node) return;
    const name = document.createElement('strong');
    name.textContent = node.name;
    const more = document.createElement('span');
    more.textContent = described(node).slice(node.name.length + 3);
    tip.replaceChildren(name, more);
  }

  function say(text) {
    live.textContent = text;
    tip.replaceChildren(text);
    tip.hidden = false;
  }

  function nodeAt(x, y) {
    let best = null;
    let least = 14 * 14;
    const reach = 14 / view.scale;
    const at = { x: view.x + x / view.scale, y: view.y + y / view.scale };
    for (const node of within(at.x - reach, at.y - reach, at.x + reach, at.y + reach)) {
      const dx = sx(node.x) - x;
      const dy = sy(node.y) - y;
      const distance = dx * dx + dy * dy;
      if (distance < least) {
        least = distance;
        best = node;
      }
    }
    return best;
  }

  // One pointer moves the tree, two zoom it.
  const pointers = new Map();
  let moved = 0;
  const place = event => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener('pointerdown', event => {
    if (!world) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    moved = 0;
  });
  canvas.addEventListener('pointermove', event => {
    if (!world) return;
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      const node = nodeAt(now.x, now.y);
      if (node !== hovered) {
        hovered = node;
        canvas.classList.toggle('over', Boolean(node));
        show(node ?? selected);
        redraw();
      }
      return;
    }
    const others = [...pointers.entries()].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (others.length > 0) {
      const other = others[0];
      const distance = at => Math.hypot(at.x - other.x, at.y - other.y);
      if (distance(before) > 0) zoom(distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      moved = 99;
    } else {
      view.x -= (now.x - before.x) / view.scale;
      view.y -= (now.y - before.y) / view.scale;
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      clamp();
      follow();
    }
    pointers.set(event.pointerId, now);
  });
  canvas.addEventListener('pointerup', event => {
    const down = pointers.delete(event.pointerId);
    if (!down || moved > 6) return;
    const at = place(event);
    const node = nodeAt(at.x, at.y);
    if (node) open(node);
  });
  canvas.addEventListener('pointercancel', event => pointers.delete(event.pointerId));
  canvas.addEventListener('pointerleave', () => {
    hovered = null;
    if (world) {
      show(selected);
      redraw();
    }
  });
  // Without Ctrl the page scrolls, unless the tree has the focus.
  canvas.addEventListener('wheel', event => {
    if (!world || !(event.ctrlKey || event.metaKey || document.activeElement === canvas)) return;
    event.preventDefault();
    const at = place(event);
    zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), at.x, at.y);
  }, { passive: false });

  function sibling(node, step) {
    const all = node.parents[0]?.children.length > 1
      ? [...node.parents[0].children].sort((a, b) => a.time - b.time)
      : world.nodes.filter(one => one.vendor.id === node.vendor.id);
    return all[(all.indexOf(node) + step + all.length) % all.length];
  }

  canvas.addEventListener('keydown', event => {
    if (!world || event.altKey || event.ctrlKey || event.metaKey) return;
    const first = () => selected ?? [...found ?? world.nodes].reduce((best, node) => node.children.length > best.children.length ? node : best);
    const actions = {
      '+': () => zoom(1.4), '=': () => zoom(1.4), '-': () => zoom(1 / 1.4), '0': whole,
      Enter: () => selected && open(selected),
      Escape: () => select(null),
      ArrowLeft: () => select(selected ? selected.parents[0] ?? selected : first()),
      ArrowRight: () => select(selected ? selected.children[0] ?? selected : first()),
      ArrowUp: () => select(selected ? sibling(selected, -1) : first()),
      ArrowDown: () => select(selected ? sibling(selected, 1) : first()),
    };
    if (actions[event.key] && world.nodes.length > 0) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  // The same models as nested lists; each list is made when it is opened, and a long one over several frames.
  function nested(all, item) {
    const list = document.createElement('ul');
    list.className = 'nested';
    const add = from => {
      list.append(...all.slice(from, from + LIST_PART).map(item));
      if (from + LIST_PART < all.length) requestAnimationFrame(() => add(from + LIST_PART));
    };
    add(0);
    return list;
  }

  const listed = (nodes, seen) => nested(nodes, node => entry(node, seen));

  function entry(node, seen) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = pageOf(node.id);
    link.textContent = node.name;
    item.append(link, ' ' + node.date);
    if (node.children.length > 0 && !seen.has(node)) {
      const inside = document.createElement('details');
      const summary = document.createElement('summary');
      summary.textContent = `${node.children.length} ${root.dataset.children}`;
      inside.append(summary);
      inside.addEventListener('toggle', () => {
        inside.append(listed(node.children, new Set([...seen, node])));
      }, { once: true });
      item.append(inside);
    }
    return item;
  }

  function list(whole) {
    const box = document.querySelector('[data-tree-list]');
    box.hidden = false;
    box.addEventListener('toggle', () => {
      const vendors = [...whole.vendors].sort((a, b) => compare(a.name, b.name));
      box.querySelector('div').append(nested(vendors, vendor => {
        const item = document.createElement('li');
        const inside = document.createElement('details');
        const summary = document.createElement('summary');
        summary.textContent = `${vendor.name} (${vendor.nodes.length})`;
        inside.append(summary);
        inside.addEventListener('toggle', () => {
          const own = new Set(vendor.nodes);
          inside.append(listed(vendor.nodes.filter(node => !node.parents.some(parent => own.has(parent))), new Set()));
        }, { once: true });
        item.append(inside);
        return item;
      }));
    }, { once: true });
  }

  function choices(whole) {
    for (const vendor of [...whole.vendors].sort((a, b) => compare(a.name, b.name))) {
      vendorChoice.add(new Option(`${vendor.name} (${vendor.nodes.length})`, vendor.id));
    }
    const relations = new Map();
    for (const edge of whole.edges) relations.set(edge.relation, (relations.get(edge.relation) ?? 0) + 1);
    for (const button of legend) {
      if (hues.has(button.dataset.vendor)) button.style.setProperty('--hue', hues.get(button.dataset.vendor));
      else button.parentElement.remove();
      button.addEventListener('click', () => {
        vendorChoice.value = vendorChoice.value === button.dataset.vendor ? '' : button.dataset.vendor;
        vendorChoice.dispatchEvent(new Event('change'));
      });
    }
    return fetch('/api/v1/labels?lang=' + lang).then(answer => answer.json()).catch(() => ({})).then(words => {
      for (const [relation, count] of [...relations].sort((a, b) => b[1] - a[1])) {
        relationChoice.add(new Option(`${words.relations?.[relation] ?? relation} (${count})`, relation));
      }
    });
  }

  function* drawn(tree) {
    return yield* laidOut(yield* linked(tree));
  }

  async function load(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function start() {
    const tree = await load(ALL);
    await pause();
    const everything = await sliced(drawn(tree));
    world = everything;
    await pause();
    readColors();
    resize();
    root.querySelector('[data-tree-wait]').remove();
    controls.hidden = false;
    const asked = { vendor: address.get('vendor'), relation: address.get('relation'), model: address.get('model') };
    const wanted = asked.model && world.nodes.find(node => node.id === asked.model);
    if (wanted) select(wanted);
    else if (world.nodes.length > 0) beginning();
    redraw();
    painted().then(() => {
      root.dataset.ready = String(world.nodes.length);
      // Usable: what was drawn is on the screen, and the next event is answered.
      requestAnimationFrame(() => setTimeout(() => performance.mark('tree-ready')));
    });
    new ResizeObserver(resize).observe(canvas);
    await pause();
    chart();
    list(everything);
    await pause();
    const relationsKnown = choices(everything);
    if (tree.truncated) {
      const note = document.querySelector('[data-tree-note]');
      note.textContent = root.dataset.truncated;
      note.hidden = false;
    }

    // The last choice counts, whichever answer comes last.
    let choice = 0;
    let chosen = '';
    vendorChoice.addEventListener('change', async () => {
      const vendor = vendorChoice.value;
      const own = ++choice;
      let next = everything;
      if (vendor) {
        try {
          // Asked of the service, because a part of a large catalog may lack some of them.
          next = await sliced(drawn(await load(ALL + '&vendor=' + encodeURIComponent(vendor))));
        } catch {
          next = null;
        }
      }
      if (own !== choice) return;
      if (!next) {
        vendorChoice.value = chosen;
        say(root.dataset.failed);
        return;
      }
      chosen = vendor;
      for (const button of legend) button.setAttribute('aria-pressed', String(button.dataset.vendor === vendor));
      world = next;
      // It shows models that are gone.
      work = null;
      shown.view = null;
      edgesInView = 0;
      const again = asked.model && world.nodes.find(node => node.id === asked.model);
      asked.model = null;
      select(null);
      search();
      if (vendor || world.nodes.length === 0) whole();
      else beginning();
      chart();
      if (again) select(again);
    });
    relationChoice.addEventListener('change', () => {
      remember();
      redraw();
    });
    let turn = -1;
    function search() {
      const text = find.value.trim().toLowerCase();
      const hits = text.length < 2 ? null : world.nodes.filter(node => node.name.toLowerCase().includes(text) || node.id.includes(text));
      found = hits && hits.length > 0 ? new Set(hits) : null;
      turn = -1;
      selected = null;
      show(null);
      if (found) {
        say(root.dataset.matches.replace('{count}', hits.length));
        // The newest of them, if none is in sight.
        if (!hits.some(inSight)) center(hits[hits.length - 1]);
      } else if (hits) {
        say(root.dataset.none);
      } else {
        live.textContent = '';
      }
      remember();
      redraw();
    }
    find.addEventListener('input', search);
    find.addEventListener('keydown', event => {
      if (event.key === 'Enter' && found) {
        event.preventDefault();
        const hits = [...found];
        turn = (turn + 1) % hits.length;
        select(hits[turn]);
      }
    });
    controls.querySelectorAll('[data-tree-zoom]').forEach(button =>
      button.addEventListener('click', () => zoom(Number(button.dataset.treeZoom))));
    controls.querySelector('[data-tree-whole]').addEventListener('click', whole);
    const recolor = () => {
      readColors();
      redraw();
      chart();
    };
    addEventListener('themechange', recolor);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolor);
    addEventListener('beforeprint', printed);

    relationsKnown.then(() => {
      if (!asked.relation) return;
      relationChoice.value = asked.relation;
      if (relationChoice.selectedIndex < 0) relationChoice.value = '';
      remember();
      redraw();
    });
    // A model that the first part of a large catalog lacks is looked for among those of its publisher.
    const own = asked.vendor ?? (asked.model && !wanted ? asked.model.split('/')[0] : null);
    if (own && [...vendorChoice.options].some(option => option.value === own)) {
      vendorChoice.value = own;
      vendorChoice.dispatchEvent(new Event('change'));
    }
  }

  start().catch(() => {
    const wait = root.querySelector('[data-tree-wait]');
    if (wait) wait.textContent = root.dataset.failed;
  });
})();
