// Reports what visitors do. Without consent, or with Do Not Track or Global Privacy Control, nothing is stored or sent.
(() => {
  'use strict';
  const doc = document, nav = navigator, tag = doc.currentScript, all = what => [...doc.querySelectorAll(what)];
  const site = tag.dataset.site, target = new URL('t', tag.src).href;
  const objects = nav.globalPrivacyControl || nav.doNotTrack === '1';
  const halfHour = 18e5, year = 34e9;
  let consent = false, customer, timer, busy, wait = 1e3, place;

  const address = () => location.href.split('#')[0];
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
  const read = name => { try { return JSON.parse(localStorage.getItem('mkt.' + name)); } catch { return null; } };
  const write = (name, value) => {
    try {
      if (value) localStorage.setItem('mkt.' + name, JSON.stringify(value));
      else localStorage.removeItem('mkt.' + name);
    } catch { /**/ }
  };
  const queue = () => read('q') || [];

  // A random id that is made anew when it has not been used for `life`, or is a year old.
  const id = (name, life) => {
    const now = Date.now();
    let kept = read(name);
    if (!kept || now - kept.used > life || now - kept.made > year) kept = { id: random(), made: now };
    kept.used = now;
    write(name, kept);
    return kept.id;
  };

  const body = events => JSON.stringify({
    site, visitor: id('v', year), session: id('s', halfHour), robot: !!nav.webdriver || !nav.languages?.length,
    events: events.map(({ at, ...event }) => ({ ...event, age: Math.max(0, Date.now() - at) })),
  });

  // While the page stays, the answer says what arrived. What a leaving page sends stays queued: ids keep it from counting twice.
  const send = leaving => {
    const events = queue().slice(0, 50);
    if (!consent || !events.length || (busy && !leaving) || nav.onLine === false) return;
    const text = body(events);
    if (leaving && nav.sendBeacon?.(target, text)) return;
    busy = true;
    fetch(target, { method: 'POST', body: text, keepalive: text.length < 6e4, credentials: 'omit' })
      .then(answer => {
        if (answer.status === 429 || answer.status > 499) throw 0;
        const sent = new Set(events.map(e => e.id));
        write('q', queue().filter(e => !sent.has(e.id)));
        wait = 1e3;
        busy = false;
        later();
      })
      .catch(() => { busy = false; wait = Math.min(wait * 2, 3e5); later(); });
  };
  const later = () => {
    if (consent && queue().length) timer ||= setTimeout(() => { timer = 0; send(); }, wait);
  };

  const event = (kind, { product, quantity, amount, currency, search, ...rest } = {}) => {
    if (!consent) return;
    const number = v => (v == null || v === '' || isNaN(v) ? undefined : +v);
    write('q', [...queue(), {
      id: random(), at: Date.now(), kind, url: address().slice(0, 1000), product, quantity: number(quantity),
      amount: number(amount), currency, search, properties: Object.keys(rest).length ? rest : undefined, ...customer,
    }].slice(-200));
    later();
  };

  const product = () => {
    const codes = new Set(all('[data-product]:not([data-click])').map(e => e.dataset.product));
    for (const script of codes.size ? [] : all('[type="application/ld+json"]')) {
      try {
        const data = JSON.parse(script.text);
        for (const item of [].concat(data['@graph'] || data)) {
          if ([].concat(item['@type']).includes('Product')) codes.add(item.sku || item.productID);
        }
      } catch { /**/ }
    }
    return codes.size === 1 ? [...codes][0] : undefined;
  };

  // The page itself, the one product it shows, and what its elements say with data-event.
  const page = () => {
    if (!consent) return;
    const here = address();
    if (here === place) return;
    const from = place || doc.referrer;
    place = here;
    event('page', { title: doc.title.slice(0, 200), referrer: from.split('?')[0] });
    setTimeout(() => {
      const shown = product();
      if (shown) event('view', { product: shown });
      const words = new URLSearchParams(location.search);
      const search = words.get('q') || words.get('s');
      if (search) event('search', { search: search.slice(0, 200) });
      for (const e of all('[data-event]')) {
        const { event: kind, ...rest } = e.dataset;
        event(kind, rest);
      }
    });
  };

  const decide = yes => {
    consent = !!yes && !objects;
    if (consent) { id('v', year); if (customer) event('identify'); page(); later(); } else if (yes !== undefined) ['v', 's', 'q'].forEach(n => write(n));
  };

  const calls = {
    event,
    consent: decide,
    identify: (number, signature) => { customer = { customer: '' + number, signature }; event('identify'); },
  };
  const early = window.marketing?.q || [];
  window.marketing = (name, ...rest) => calls[name]?.(...rest);

  const start = () => {
    const told = tag.dataset.consent;
    decide(told === 'granted' ? true : told === 'denied' || objects ? false : read('v') ? true : undefined);
    for (const [name, ...rest] of early) window.marketing(name, ...rest);
    for (const name of ['pushState', 'replaceState']) {
      const old = history[name];
      history[name] = function () { const result = old.apply(this, arguments); page(); return result; };
    }
    addEventListener('popstate', page);
    addEventListener('online', () => send());
    addEventListener('visibilitychange', () => doc.visibilityState === 'hidden' && send(true));
    doc.addEventListener('click', e => {
      const { click, ...rest } = e.target.closest?.('[data-click]')?.dataset || {};
      if (click) event(click, rest);
    });
  };
  if (doc.prerendering) doc.addEventListener('prerenderingchange', start, { once: true });
  else if (doc.readyState === 'loading') doc.addEventListener('DOMContentLoaded', start);
  else start();
})();
