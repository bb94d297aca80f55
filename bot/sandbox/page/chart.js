// Draws data_visualization blocks (bar, line, area, pie) as SVG, with the figures as a table beside them.

import { h, svg } from "./dom.js";

const WIDTH = matchMedia("(max-width: 720px)").matches ? 340 : 560; // drawn for a phone: shrunk to it, labels cannot be read
const HEIGHT = 240;
const EDGE = { top: 12, right: 12, bottom: 46, left: 44 };
const PLOT = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };

export function chart(block) {
  const drawn = block.chart ?? {};
  const figures = read(drawn);
  const parts = drawn.type === "pie" ? pie(figures) : axes(drawn, figures);
  const text = `${block.title ?? "Chart"}, ${drawn.type} chart. ${spoken(figures)}`;
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, block.title ?? ""),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": text }, parts),
    legend(drawn, figures),
    h("details", {}, h("summary", {}, "Show the figures"), figureTable(figures)),
  );
}

/** {labels, series: [{name, values}]}: one value per label; null where a series has no such point. */
function read(drawn) {
  if (drawn.type === "pie") {
    const segments = drawn.segments ?? [];
    return { labels: segments.map((one) => one.label), series: [{ name: "Value", values: segments.map((one) => Number(one.value)) }] };
  }
  const series = drawn.series ?? [];
  const points = (one) => one.data ?? one.data_points ?? [];
  const labels = drawn.axis_config?.categories ?? [...new Set(series.flatMap((one) => points(one).map((point) => point.label)))];
  const value = (one, label) => points(one).find((point) => point.label === label)?.value ?? null;
  return { labels, series: series.map((one) => ({ name: one.name, values: labels.map((label) => value(one, label)) })) };
}

const spoken = ({ labels, series }) =>
  series.map((one) => `${one.name}: ${labels.map((label, at) => `${label} ${one.values[at] ?? "none"}`).join(", ")}.`).join(" ");

/** Round steps from zero (or below) to the highest value. */
function scale({ series }) {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  const low = Math.min(0, ...values);
  const high = Math.max(1, ...values);
  const raw = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  const ticks = [];
  for (let tick = from; tick <= to + step / 2; tick += step) ticks.push(Number(tick.toPrecision(6)));
  return { ticks, y: (value) => EDGE.top + PLOT.height * (1 - (value - from) / (to - from)) };
}

function axes(drawn, figures) {
  const { ticks, y } = scale(figures);
  const slot = PLOT.width / Math.max(1, figures.labels.length);
  const x = (at) => EDGE.left + slot * (at + 0.5);
  const lines = ticks.map((tick) => [
    svg("line", { class: "chart-grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick) }),
    svg("text", { class: "chart-label", x: EDGE.left - 8, y: y(tick) + 4, "text-anchor": "end" }, String(tick)),
  ]);
  const room = Math.max(4, Math.floor(slot / 6.2));
  const names = figures.labels.map((label, at) =>
    svg("text", { class: "chart-label", x: x(at), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" },
      svg("title", {}, label), label.length > room ? `${label.slice(0, room - 1)}…` : label),
  );
  const titles = [
    svg("text", { class: "chart-axis", x: EDGE.left + PLOT.width / 2, y: HEIGHT - 6, "text-anchor": "middle" }, drawn.axis_config?.x_label ?? ""),
    svg("text", { class: "chart-axis", "text-anchor": "middle", transform: `translate(11 ${EDGE.top + PLOT.height / 2}) rotate(-90)` }, drawn.axis_config?.y_label ?? ""),
  ];
  const draw = { bar: bars, line: paths, area: paths }[drawn.type];
  if (!draw) return [svg("text", { class: "chart-label", x: 20, y: 40 }, `unsupported chart: ${drawn.type}`)];
  return [lines, names, titles, draw(figures, { x, y, slot, area: drawn.type === "area" })];
}

function bars({ series, labels }, { x, y, slot }) {
  const width = Math.min(44, (slot * 0.72) / series.length);
  return series.map((one, row) =>
    one.values.map((value, at) => {
      if (value === null) return null;
      const left = x(at) - (width * series.length) / 2 + width * row;
      const top = Math.min(y(value), y(0));
      const box = { x: left, y: top, width: Math.max(1, width - 2), height: Math.max(1, Math.abs(y(value) - y(0))), rx: 2 };
      return svg("rect", { class: `chart-fill series-${row % 6}`, ...box }, svg("title", {}, `${one.name}, ${labels[at]}: ${value}`));
    }),
  );
}

function paths({ series, labels }, { x, y, area }) {
  return series.map((one, row) => {
    const points = one.values.map((value, at) => (value === null ? null : [x(at), y(value), at, value])).filter(Boolean);
    const run = points.map(([px, py], at) => `${at ? "L" : "M"}${px} ${py}`).join("");
    const closed = points.length ? `${run}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z` : "";
    return [
      area ? svg("path", { class: `chart-area series-${row % 6}`, d: closed }) : null,
      svg("path", { class: `chart-line series-${row % 6}`, d: run }),
      points.map(([px, py, at, value]) =>
        svg("circle", { class: `chart-fill series-${row % 6}`, cx: px, cy: py, r: 3.5 }, svg("title", {}, `${one.name}, ${labels[at]}: ${value}`))),
    ];
  });
}

function pie({ labels, series: [{ values }] }) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const [cx, cy, r] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 10];
  let turn = -Math.PI / 2;
  return values.map((value, at) => {
    const share = (value / total) * 2 * Math.PI;
    const point = (angle) => `${cx + r * Math.cos(angle)} ${cy + r * Math.sin(angle)}`;
    const whole = share > 2 * Math.PI - 1e-6;
    const d = `M${cx} ${cy}L${point(turn)}A${r} ${r} 0 ${share > Math.PI ? 1 : 0} 1 ${point(turn + share)}Z`;
    turn += share;
    const title = svg("title", {}, `${labels[at]}: ${value}`);
    return whole
      ? svg("circle", { class: `chart-fill series-${at % 6}`, cx, cy, r }, title)
      : svg("path", { class: `chart-fill chart-slice series-${at % 6}`, d }, title);
  });
}

function legend(drawn, { labels, series }) {
  const names = drawn.type === "pie" ? labels : series.map((one) => one.name);
  if (names.length < 2) return null;
  const key = (at) => svg("svg", { viewBox: "0 0 10 10", class: "chart-key" }, svg("rect", { class: `chart-fill series-${at % 6}`, width: 10, height: 10, rx: 2 }));
  return h("ul", { class: "chart-legend", "aria-hidden": "true" }, names.map((name, at) => h("li", {}, key(at), name)));
}

function figureTable({ labels, series }) {
  const head = h("tr", {}, h("th", { scope: "col" }, ""), series.map((one) => h("th", { scope: "col" }, one.name)));
  const rows = labels.map((label, at) => h("tr", {}, h("th", { scope: "row" }, label), series.map((one) => h("td", {}, String(one.values[at] ?? "")))));
  return h("table", {}, h("thead", {}, head), h("tbody", {}, rows));
}
