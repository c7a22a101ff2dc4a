// Loaded before the page is painted. Preferences are cookies, so that the server renders the first byte right.
(() => {
  'use strict';
  const year = 31536000;
  const keep = (name, value) => {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
  };

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const seen = dark.matches ? 'dark' : 'light';
  keep('scheme', seen);
  // The first page of a browser is rendered before its scheme is known. Where cookies are refused it stays as it is.
  const root = document.documentElement.dataset;
  if (root.themeChoice === 'system' && root.theme !== seen && document.cookie.split('; ').includes(`scheme=${seen}`) && !sessionStorage.getItem('scheme-asked')) {
    sessionStorage.setItem('scheme-asked', seen);
    location.reload();
  }
  if (root.theme === seen) sessionStorage.removeItem('scheme-asked');
  dark.addEventListener('change', () => keep('scheme', dark.matches ? 'dark' : 'light'));

  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-preference]');
    if (button) {
      keep(button.dataset.preference, button.dataset.value);
      location.reload();
      return;
    }
    const circuit = event.target.closest?.('[data-circuit]')?.dataset.circuit;
    if (circuit === 'reload') location.reload();
    if (circuit === 'reconnect') reconnect();
  });

  // A table wider than its place scrolls sideways: the keyboard must reach it.
  const reachable = () => document.querySelectorAll('.mud-table-container, .mud-simple-table').forEach(box => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute('tabindex');
    }
  });
  // On a phone a row of these tables stands as a card: each value carries the name of its column.
  const phone = matchMedia('(max-width: 599.95px)');
  const label = () => phone.matches && document.querySelectorAll('.table.as-cards table').forEach(table => {
    const names = [...table.tHead?.rows[0]?.cells ?? []].map(head => head.innerText.trim());
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        if (row.cells.length === names.length) [...row.cells].forEach((cell, at) => cell.dataset.label !== names[at] && (cell.dataset.label = names[at]));
      }
    }
  });
  // The menu is longer than a low window: the current place is brought into sight, without moving the page.
  let current = null;
  const place = () => {
    const link = document.querySelector('.menu .mud-nav-link.active');
    if (!link || link === current) return;
    let box = link.parentElement;
    while (box && (box.scrollHeight <= box.clientHeight || !/auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
    if (!box?.closest('.menu')) return;
    current = link;
    const [inside, outside] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inside.top < outside.top || inside.bottom > outside.bottom) box.scrollTop += inside.top - outside.top - (outside.height - inside.height) / 2;
  };
  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      reachable();
      label();
      place();
    });
  };
  addEventListener('resize', soon);
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
    soon();
  });

  async function reconnect() {
    // False: the server is there but has forgotten the circuit (it was started anew).
    try {
      if (!await Blazor.reconnect()) location.reload();
    } catch {
      // Still unreachable: the words and the button stay.
    }
  }

  document.addEventListener('components-reconnect-state-changed', event => {
    const dialog = document.getElementById('components-reconnect-modal');
    if (!dialog) return;
    const state = event.detail.state;
    if (state === 'show' && !dialog.open) dialog.showModal();
    if (state === 'hide' && dialog.open) dialog.close();
    if (state === 'failed') document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && reconnect(), { once: true });
    if (state === 'rejected') location.reload();
  }, true);
})();
