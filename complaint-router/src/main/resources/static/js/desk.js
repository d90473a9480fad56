// The live parts of the desk: countdowns, changes as they happen, and keys.
(() => {
  const main = document.querySelector('main.desk');
  if (!main) {
    return;
  }
  const lang = document.documentElement.lang;
  const skew = Date.parse(main.dataset.now) - Date.now();
  const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
  const dates = new Intl.DateTimeFormat(lang, {dateStyle: 'medium', timeStyle: 'short'});

  function span(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    let first = units.findIndex(([, size]) => whole >= size);
    if (first < 0) {
      first = units.length - 1;
    }
    const parts = [];
    let rest = whole;
    units.slice(0, first + 2).forEach(([name, size], index) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (index >= first && (count > 0 || index === first)) {
        parts.push(main.dataset[name].replace('#', count));
      }
    });
    return parts.join(' ');
  }

  function tick() {
    const now = Date.now() + skew;
    document.querySelectorAll('.countdown[data-due]').forEach(element => {
      const data = element.dataset;
      const due = Date.parse(data.due);
      let urgency = data.urgency;
      if (urgency !== 'paused' && urgency !== 'closed') {
        urgency = now >= due ? 'breached' : now >= Date.parse(data.risk) ? 'at-risk' : 'on-time';
      }
      const left = urgency === 'breached' ? now - due : urgency === 'paused' ? due - Date.parse(data.since) : due - now;
      const word = {'on-time': data.onTime, 'at-risk': data.atRisk, breached: data.breached, paused: data.paused, closed: data.closed}[urgency];
      element.querySelector('.label').textContent = word.replace('#', span(left / 1000));
      element.classList.remove('on-time', 'at-risk', 'breached', 'paused', 'closed');
      element.classList.add(urgency);
    });
  }

  function render() {
    document.querySelectorAll('main time[datetime]').forEach(element => {
      element.textContent = dates.format(new Date(element.getAttribute('datetime')));
    });
    tick();
  }

  const target = main.dataset.refresh;
  let waiting = null;
  let busy = false;
  function refresh() {
    waiting = null;
    const element = document.querySelector(target);
    const note = document.getElementById('note');
    if (busy || document.hidden || !element || (note && note.value)) {
      // What is being written or under way is not swept away; the next change or look brings the rest.
      later(1000);
      return;
    }
    busy = true;
    const search = document.getElementById('search');
    const source = element.dataset.source || '/desk/queue';
    const values = search ? Object.fromEntries(new FormData(search)) : {};
    htmx.ajax('GET', source, {target, swap: 'outerHTML', values}).finally(() => { busy = false; });
  }
  function later(delay) {
    if (waiting === null) {
      waiting = setTimeout(refresh, delay);
    }
  }

  function show(selector, visible) {
    document.querySelectorAll(selector).forEach(element => { element.hidden = !visible; });
  }
  function live(on) {
    show('[data-live-on]', on);
    show('[data-live-off]', !on);
  }

  const stream = new EventSource(main.dataset.stream);
  let lost = false;
  stream.addEventListener('open', () => {
    live(true);
    if (lost) {
      lost = false;
      later(0);
    }
  });
  stream.addEventListener('error', () => { lost = true; live(false); });
  stream.addEventListener('reload', () => later(300));
  stream.addEventListener('tickets', event => {
    const only = main.dataset.only;
    if (!only || JSON.parse(event.data).some(ticket => ticket.complaintId === only)) {
      later(150);
    }
  });
  addEventListener('pagehide', () => stream.close());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { tick(); } });

  document.addEventListener('htmx:afterSwap', () => { show('[data-error]', false); render(); });
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(failure, () => show('[data-error]', true));
  }

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) {
      return;
    }
    const key = event.key.toLowerCase();
    const button = key === 'n' ? document.querySelector('[data-key="n"]')
      : key === 'r' ? document.querySelector('[data-key="r"]') || document.querySelector('li[data-mine] [data-resolve]')
      : null;
    if (button) {
      event.preventDefault();
      button.click();
    } else if (key === '/' && document.getElementById('q')) {
      event.preventDefault();
      document.getElementById('q').focus();
    }
  });

  render();
  setInterval(tick, 1000);
})();
