// Draws ECharts options that come as JSON. A string "@name" in the place of a function is one of the formatters below;
// "token:name" in the place of a colour is one of the theme's. Nothing is evaluated.
let library;
const reduced = matchMedia('(prefers-reduced-motion: reduce)');

function load(address) {
  library ??= new Promise((resolve, reject) => {
    if (globalThis.echarts) { resolve(globalThis.echarts); return; }
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve(globalThis.echarts);
    script.onerror = () => { library = undefined; reject(new Error('The chart library could not be loaded.')); };
    document.head.append(script);
  });
  return library;
}

const grouped = (value, decimals) => {
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return (value < 0 ? '−' : '') + (part === undefined ? digits : `${digits}.${part}`);
};

const short = (value, chinese) => {
  const size = Math.abs(value);
  if (chinese) {
    if (size >= 1e8) return grouped(value / 1e8, 2) + '亿';
    if (size >= 1e4) return grouped(value / 1e4, Number.isInteger(size / 1e4) || size >= 1e6 ? 0 : 1) + '万';
  } else {
    if (size >= 1e9) return grouped(value / 1e9, 2) + 'bn';
    if (size >= 1e6) return grouped(value / 1e6, 2) + 'm';
    if (size >= 1e3) return grouped(value / 1e3, Number.isInteger(size / 1e3) || size >= 1e4 ? 0 : 1) + 'k';
  }
  return grouped(value, 0);
};

const absent = value => value === null || value === undefined || Number.isNaN(value);
const last = value => Array.isArray(value) ? value[value.length - 1] : value;

// What ECharts would take for markup is the shop's own text.
const plain = text => String(text).replace(/[&<>"']/g, mark => `&#${mark.charCodeAt(0)};`);

function formatters(locale, element) {
  const money = (value, form) => absent(value) ? '–' : (value < 0 ? '−' : '') + locale.symbol + form(Math.abs(value) / locale.minor);
  return {
    money: value => money(last(value), amount => grouped(amount, locale.decimals)),
    moneyShort: value => money(last(value), amount => short(amount, locale.chinese)),
    number: value => absent(last(value)) ? '–' : grouped(last(value), 0),
    numberShort: value => absent(last(value)) ? '–' : short(last(value), locale.chinese),
    decimal: value => absent(last(value)) ? '–' : grouped(last(value), 3),
    percent: value => absent(last(value)) ? '–' : grouped(last(value) * 100, 1) + (locale.chinese ? '%' : ' %'),
    // Where what is drawn is not what is to be read, such as the band of an interval, each point says it in words.
    told: items => [plain(items[0].name), ...items.filter(item => item.data?.told).map(item => `${item.marker}${plain(item.seriesName)}: ${plain(item.data.told)}`)].join('<br>'),
    point: item => `${plain(item.data?.full ?? item.value[1])}<br>${plain(item.seriesName)}: ${grouped(item.value[0], 4)}`,
    // A name that its area has no room for is moved out of sight whole: cut, it would read as another name or number.
    fits: mark => {
      const needed = globalThis.echarts.format.getTextRect(mark.text, '13px sans-serif');
      return needed.width + 16 > mark.rect.width || needed.height + 12 > mark.rect.height ? { x: -9999, y: -9999 } : {};
    },
    // The label of a point near an edge is moved back into the chart.
    inside: ({ labelRect: { x, width } }) => ({ moveOverlap: 'shiftY', dx: Math.max(0, 4 - x) - Math.max(0, x + width + 4 - element.clientWidth) }),
    percentWhole: value => absent(last(value)) ? '–' : grouped(last(value) * 100, 0) + (locale.chinese ? '%' : ' %'),
  };
}

// Okabe and Ito's series, which colour-blind readers can tell apart; darkened or lightened for the ground.
const series = {
  light: ['#0b6b6b', '#b4690e', '#3b6fb5', '#a8487f', '#5f7d1e', '#7a5fb0', '#8a8f94'],
  dark: ['#5cc9c2', '#f0b866', '#8fb8ef', '#e39ac3', '#b5d16a', '#c0a9ee', '#a9b6bf'],
};

function tokens(element) {
  const style = getComputedStyle(element);
  const read = name => style.getPropertyValue(`--mud-palette-${name}`).trim();
  const surface = read('surface');
  return {
    text: read('text-primary'), muted: read('text-secondary'), line: read('divider'), surface,
    accent: read('primary'), good: read('success'), bad: read('error'), warn: read('warning'), calm: read('text-disabled'),
    font: style.fontFamily,
    series: isDark(surface) ? series.dark : series.light,
  };
}

function isDark(colour) {
  const parts = colour.match(/^#(..)(..)(..)/)?.slice(1).map(part => parseInt(part, 16)) ?? colour.match(/\d+/g)?.map(Number) ?? [255, 255, 255];
  return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
}

function resolve(value, functions, theme) {
  if (typeof value === 'string') {
    if (value.startsWith('@') && functions[value.slice(1)]) return functions[value.slice(1)];
    if (value.startsWith('token:series')) return theme.series[Number(value.slice(12)) % theme.series.length];
    if (value.startsWith('token:')) return theme[value.slice(6)];
    return value;
  }
  if (Array.isArray(value)) return value.map(item => resolve(item, functions, theme));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, functions, theme)]));
  }
  return value;
}

function themed(option, theme) {
  const axis = own => ({
    ...own,
    axisLine: { lineStyle: { color: theme.line }, ...own?.axisLine },
    axisTick: { show: false, ...own?.axisTick },
    axisLabel: { color: theme.muted, hideOverlap: true, ...own?.axisLabel },
    nameTextStyle: { color: theme.muted, ...own?.nameTextStyle },
    splitLine: { lineStyle: { color: theme.line }, ...own?.splitLine },
  });
  const axes = own => own === undefined ? undefined : Array.isArray(own) ? own.map(axis) : axis(own);
  return {
    animation: !reduced.matches,
    animationDuration: 180,
    animationDurationUpdate: 180,
    color: theme.series,
    ...option,
    textStyle: { fontFamily: theme.font, color: theme.text, ...option.textStyle },
    grid: { left: 8, right: 32, top: 32, bottom: 8, containLabel: true, ...option.grid },
    ...(option.xAxis ? { xAxis: axes(option.xAxis) } : {}),
    ...(option.yAxis ? { yAxis: axes(option.yAxis) } : {}),
    ...(option.legend ? { legend: { top: 0, left: 0, itemWidth: 16, itemHeight: 8, textStyle: { color: theme.muted }, ...option.legend } } : {}),
    tooltip: {
      backgroundColor: theme.surface, borderColor: theme.line, textStyle: { color: theme.text, fontSize: 12 },
      confine: true, transitionDuration: 0, ...option.tooltip,
    },
  };
}

// One chart in one element; the caller holds it and disposes it.
export async function create(element, json, locale, address, owner) {
  const echarts = await load(address);
  if (!element?.isConnected) return null;
  let current = json;
  let chart;
  const draw = () => {
    const theme = tokens(element);
    chart.setOption(themed(resolve(JSON.parse(current), formatters(locale, element), theme), theme), { notMerge: true });
  };
  const open = () => {
    chart = echarts.init(element, null, { renderer: 'svg' });
    if (owner) chart.on('click', event => owner.invokeMethodAsync('Clicked', event.data?.key ?? event.name ?? '', event.seriesName ?? ''));
    draw();
  };
  open();

  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  // The component library swaps its tokens first; the chart follows.
  const recolour = () => setTimeout(() => { if (element.isConnected) draw(); }, 150);
  scheme.addEventListener('change', recolour);

  return {
    update(next) { current = next; draw(); },
    dispose() {
      resized.disconnect();
      scheme.removeEventListener('change', recolour);
      chart.dispose();
    },
  };
}

// Hands a text to the reader as a file.
export function download(name, text) {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
