// The demonstration storefront: a cart in this tab, the question for consent, and what the tracking script is told by calls.
(() => {
  'use strict';
  const about = document.body.dataset;
  const read = () => JSON.parse(sessionStorage.getItem('shop-demo.cart') || '[]');
  const keep = lines => { sessionStorage.setItem('shop-demo.cart', JSON.stringify(lines)); show(); };
  const money = amount => about.symbol + amount.toFixed(+about.decimals);
  const total = lines => lines.reduce((sum, line) => sum + line.amount * line.quantity, 0);
  const make = (name, text, data = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    Object.assign(element.dataset, data);
    return element;
  };

  function sum(lines) {
    if (!lines.length) return make('p', about.empty);
    const row = make('p', '');
    row.className = 'line total';
    row.append(make('span', about.total), make('span', money(total(lines))));
    return row;
  }

  function show() {
    const lines = read();
    document.getElementById('count').textContent = lines.length ? `(${lines.reduce((sum, line) => sum + line.quantity, 0)})` : '';
    const cart = document.getElementById('cart');
    if (!cart) return;
    cart.replaceChildren(...lines.map(line => {
      const row = make('div', '');
      row.className = 'line';
      const button = make('button', about.remove, { click: 'remove-from-cart', product: line.product, quantity: line.quantity, amount: line.amount, currency: about.currency });
      button.type = 'button';
      button.setAttribute('aria-label', `${about.remove}: ${line.name}`);
      row.append(make('span', `${line.quantity} × ${line.name}`), make('span', money(line.amount * line.quantity)), button);
      return row;
    }), sum(lines));
    document.querySelectorAll('[data-needs-cart]').forEach(part => part.hidden = !lines.length);
  }

  document.addEventListener('click', event => {
    const told = event.target.closest('[data-click]')?.dataset;
    if (!told) return;
    const lines = read();
    const known = lines.find(line => line.product === told.product);
    if (told.click === 'remove-from-cart') keep(lines.filter(line => line !== known));
    else if (known) { known.quantity++; keep(lines); }
    else keep([...lines, { product: told.product, name: told.name, quantity: 1, amount: +told.amount }]);
  });

  document.getElementById('buy')?.addEventListener('click', () => {
    const lines = read();
    if (!lines.length) return;
    window.marketing?.('event', 'purchase', { amount: total(lines), currency: about.currency, products: lines.map(line => line.product) });
    keep([]);
    location.href = '/shop-demo/thanks';
  });

  const banner = document.getElementById('banner');
  const state = document.getElementById('consent');
  const again = document.getElementById('ask-again');
  const told = () => localStorage.getItem('shop-demo.consent');
  const tell = () => {
    banner.hidden = !!told();
    again.hidden = !told();
    state.textContent = state.dataset[told() || 'open'];
  };
  banner.addEventListener('click', event => {
    const decision = event.target.dataset.decision;
    if (!decision) return;
    localStorage.setItem('shop-demo.consent', decision);
    window.marketing?.('consent', decision === 'yes');
    tell();
  });
  again.addEventListener('click', () => {
    localStorage.removeItem('shop-demo.consent');
    window.marketing?.('consent', false);
    tell();
  });
  tell();
  show();
})();
