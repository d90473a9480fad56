// The live parts of the desk: countdowns, changes as they happen, actions with a way back, and keys.
(() => {
  // The feed of the page that this one takes the place of in its tab: the server does not see by itself that it is closed.
  // Taken by any page, so that no copy of the tab finds it, too.
  const handedOn = 'tierstream.feed';
  const inherited = sessionStorage.getItem(handedOn);
  sessionStorage.removeItem(handedOn);
  const main = document.querySelector('main.desk');
  if (!main) {
    return;
  }
  const byId = id => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- Times and countdowns, in the language and region of the page.
  const lang = document.documentElement.lang;
  const skew = Date.parse(main.dataset.now) - Date.now();
  const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
  const moments = new Intl.DateTimeFormat(lang, {dateStyle: 'medium', timeStyle: 'short'});
  const days = new Intl.DateTimeFormat(lang, {dateStyle: 'medium'});
  const now = () => Date.now() + skew;

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
    for (const element of all('.countdown[data-due]')) {
      const data = element.dataset;
      const due = Date.parse(data.due);
      let urgency = data.urgency;
      if (urgency !== 'paused' && urgency !== 'closed') {
        urgency = now() >= due ? 'breached' : now() >= Date.parse(data.risk) ? 'at-risk' : 'on-time';
      }
      const left = urgency === 'breached' ? now() - due : urgency === 'paused' ? due - Date.parse(data.since) : due - now();
      const word = {'on-time': data.onTime, 'at-risk': data.atRisk, breached: data.breached, paused: data.paused, closed: data.closed}[urgency];
      const text = word.replace('#', span(left / 1000));
      const label = element.querySelector('.label');
      if (label.textContent !== text) {
        label.textContent = text;
      }
      if (!element.classList.contains(urgency)) {
        element.classList.remove('on-time', 'at-risk', 'breached', 'paused', 'closed');
        element.classList.add(urgency);
        if (urgency !== data.urgency && element.closest('[data-mine="true"]')) {
          whisper(main.dataset.turned.replace('#', element.closest('[data-mine]').dataset.subject) + ' ' + text);
        }
      }
    }
  }

  function render() {
    for (const element of all('main time[datetime], #toast time[datetime]')) {
      const form = 'day' in element.dataset ? days : moments;
      element.textContent = form.format(new Date(element.getAttribute('datetime')));
    }
    for (const element of all('[data-span]')) {
      element.textContent = span(Number(element.dataset.span));
    }
    // The server has nothing to show yet, or knows of a change that is not in the figures.
    const again = document.querySelector('main [data-again]');
    if (again) {
      later(Number(again.dataset.again));
    }
    for (const element of all('[data-between]')) {
      const seconds = Math.abs(Date.parse(element.dataset.and) - Date.parse(element.dataset.between)) / 1000;
      element.textContent = element.dataset.text.replace('#', span(seconds));
    }
    const doing = byId('doing');
    if (doing) {
      offer(doing, doing.dataset.state);
    }
    tick();
  }

  /** Says something to those who listen to the page rather than look at it. */
  function whisper(text) {
    byId('whisper').textContent = text;
  }

  // ---- Where the focus was comes back after what is shown was replaced.
  const target = main.dataset.refresh;
  const rows = () => all('li.ticket[data-id]', main);
  let held = null;

  /** What a list shows before anyone has chosen. */
  const unchosen = list => [...list.options].find(each => each.defaultSelected) || list.options[0];
  /** Whom a lead has chosen and not given the ticket yet. */
  const chosen = () => all('select[data-to]', main)
    .filter(list => !unchosen(list).selected)
    .map(list => [list.id, list.value]);

  function hold() {
    const focus = document.activeElement;
    const row = focus && focus.closest('li.ticket');
    return {
      inside: Boolean(focus && (byId(target.slice(1))?.contains(focus) || focus.closest('#doing, #toast'))),
      doing: Boolean(focus?.closest('#doing')),
      chosen: chosen(),
      id: focus?.id,
      ticket: row?.dataset.id,
      index: row ? rows().indexOf(row) : -1
    };
  }

  function focusRow(row) {
    const link = row?.querySelector('a.open');
    if (link) {
      link.focus({preventScroll: true});
      link.scrollIntoView({block: 'nearest'});
    }
    return Boolean(link);
  }

  function giveBack(place) {
    for (const [id, agent] of place.chosen) {
      const list = byId(id);
      if (list && [...list.options].some(each => each.value === agent)) {
        list.value = agent;
      }
    }
    if (!place.inside || (document.activeElement && document.activeElement !== document.body)) {
      return;
    }
    const same = place.id && byId(place.id);
    if (same && !same.hidden) {
      same.focus({preventScroll: true});
    } else if (place.doing) {
      all('#doing button').find(button => !button.hidden)?.focus({preventScroll: true});
    } else if (!focusRow(rows().find(row => row.dataset.id === place.ticket))
      && !focusRow(rows()[Math.min(place.index, rows().length - 1)])) {
      (byId('all-title') || byId('soon-title') || byId('next'))?.focus({preventScroll: true});
    }
  }

  document.addEventListener('htmx:beforeSwap', event => {
    if ('#' + event.detail.target.id === target) {
      held = hold();
    }
  });
  document.addEventListener('htmx:afterSettle', () => {
    render();
    if (held) {
      const place = held;
      held = null;
      giveBack(place);
    }
  });

  // ---- What is shown follows what happens.
  const shortest = Number(main.dataset.pause || 1000);
  let pause = shortest;
  let waiting = null;
  let last = Promise.resolve();

  /** One request after the other: no key is lost, and no older answer comes after a newer one. */
  function inTurn(work) {
    last = last.then(work).then(settled).catch(() => show('[data-error]', true));
  }

  /** What was swapped in is complete a moment later. */
  const settled = () => new Promise(resolve => { setTimeout(resolve, 40); });

  let patience = 0;
  let refreshed = 0;

  function values() {
    const search = byId('search');
    return search ? Object.fromEntries(new FormData(search)) : {};
  }

  // Who has chosen may leave the focus where it is; a browser that cannot tell open lists has to take the focus for it.
  const openList = 'li.ticket select' + (CSS.supports('selector(select:open)') ? ':open' : ':focus');

  function refresh() {
    waiting = null;
    // A row does not slip away from under a pointer that is about to press its button, nor a list that is open.
    const aiming = patience < 3 && document.querySelector('.actions:hover');
    const choosing = patience < 30 && document.querySelector(openList);
    if (document.hidden || aiming || choosing) {
      patience++;
      later(1000);
      return;
    }
    if (!main.dataset.source) {
      return;
    }
    patience = 0;
    refreshed = Date.now();
    inTurn(async () => {
      const begun = Date.now();
      await htmx.ajax('GET', main.dataset.source, {target, swap: 'outerHTML', values: values()});
      // A desk that is slow to answer is asked less often; one slow answer does not stop the page.
      pause = Math.max(shortest, Math.min(10000, 10 * (Date.now() - begun)));
    });
  }

  function later(delay) {
    if (waiting === null) {
      waiting = setTimeout(refresh, Math.max(delay, pause - (Date.now() - refreshed)));
    }
  }

  function show(selector, visible) {
    for (const element of all(selector)) {
      element.hidden = !visible;
    }
  }

  let lost = null;
  function live(on) {
    clearTimeout(lost);
    lost = null;
    if (on) {
      show('[data-live-on]', true);
      show('[data-live-off]', false);
    } else {
      // A moment's gap is not worth a word.
      lost = setTimeout(() => {
        show('[data-live-on]', false);
        show('[data-live-off]', true);
      }, 2000);
    }
  }

  // A page of its own is told from others by when it was made.
  const feed = inherited || main.dataset.now;

  let stream = null;
  function listen() {
    let missed = stream !== null;
    // What changed between the making of this page and now comes first.
    stream = new EventSource(main.dataset.stream + '?' + new URLSearchParams({since: main.dataset.now, feed}));
    stream.addEventListener('open', () => {
      live(true);
      if (missed) {
        missed = false;
        later(0);
      }
    });
    stream.addEventListener('error', () => {
      missed = true;
      live(false);
      // A refusal ends the stream for good: begin another one; if nobody is signed in any more, the refresh says so.
      if (stream.readyState === EventSource.CLOSED) {
        setTimeout(() => { listen(); later(0); }, 5000);
      }
    });
    stream.addEventListener('reload', () => later(300));
    stream.addEventListener('tickets', event => {
      const only = main.dataset.only;
      if (!only || JSON.parse(event.data).some(ticket => ticket.complaintId === only)) {
        later(150);
      }
    });
  }
  listen();
  addEventListener('pagehide', () => {
    stream.close();
    sessionStorage.setItem(handedOn, feed);
  });
  addEventListener('offline', () => live(false));
  addEventListener('pageshow', event => {
    if (event.persisted) {
      location.reload();
    }
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { tick(); } });
  document.addEventListener('htmx:afterSwap', () => show('[data-error]', false));
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(failure, () => show('[data-error]', true));
  }

  // ---- Actions.
  const leads = {OPEN: 'claim resolve assign withdraw', CLAIMED: 'resolve wait release assign withdraw', WAITING: 'resolve resume withdraw', RESOLVED: 'reopen withdraw', WITHDRAWN: ''};
  // Versions that one's own actions made: the next action may build on them although the row was read before.
  const own = new Map();

  async function send(url, extra = {}, goThere = false) {
    const elsewhere = goThere && main.dataset.from === 'TICKET';
    await htmx.ajax('POST', url, {
      target: elsewhere ? '#toast' : target,
      swap: elsewhere ? 'none' : 'outerHTML',
      values: {...values(), from: main.dataset.from, ...extra}
    });
    await settled();
    const said = byId('toast').querySelector('[data-about]')?.dataset;
    if (said?.version) {
      own.set(said.about, said.version);
    }
    if (goThere && said) {
      focusRow(rows().find(row => row.dataset.id === said.about));
    }
    dismissLater();
  }

  /** The version that the agent saw when acting, or the one that the agent's own last action made of it. */
  function versionOf(seen, place) {
    return own.get(seen.id) === place.dataset.version ? place.dataset.version : seen.version;
  }

  function next() {
    inTurn(() => send('/desk/next', {}, true));
  }

  function act(what, place, button) {
    if (button?.dataset.confirm && !confirm(button.dataset.confirm)) {
      return;
    }
    const extra = {};
    if (place.id === 'doing' || place.id === 'more') {
      extra.note = byId('note').value;
    }
    if (what === 'assign') {
      const list = place.querySelector('[data-to]');
      extra.to = (list || byId('to')).value;
      if (list) {
        unchosen(list).selected = true;
      }
    }
    const seen = {...place.dataset};
    if (place.id === 'more') {
      place.close();
    }
    inTurn(() => send(seen.url + '/' + what, {...extra, version: versionOf(seen, again(place))}));
  }

  /** What shows the same ticket now. */
  function again(place) {
    return place.isConnected ? place : byId(place.id) || rows().find(row => row.dataset.id === place.dataset.id) || place;
  }

  // What was written is cleared when it is kept, and only then.
  document.body.addEventListener('done', () => {
    for (const id of ['note', 'to']) {
      if (byId(id)) {
        byId(id).value = '';
      }
    }
  });

  function offer(place, state) {
    for (const button of all('.moves [data-from]', place)) {
      button.hidden = !button.dataset.from.split(' ').includes(state);
    }
  }

  function more(row) {
    const dialog = byId('more');
    if (!dialog || !row) {
      return;
    }
    Object.assign(dialog.dataset, {id: row.dataset.id, url: row.dataset.url, version: row.dataset.version, state: row.dataset.state});
    byId('more-title').textContent = row.dataset.subject;
    offer(dialog, row.dataset.state);
    dialog.showModal();
    byId('note').focus();
    dialog.addEventListener('close', () => focusRow(rows().find(each => each.dataset.id === dialog.dataset.id)), {once: true});
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) {
      return;
    }
    if (button.dataset.act === 'next') {
      next();
    } else if (button.dataset.act) {
      act(button.dataset.act, button.closest('[data-url]'), button);
    } else if ('more' in button.dataset) {
      more(button.closest('li.ticket'));
    } else if (button.dataset.undo) {
      inTurn(() => send(button.dataset.undo));
    } else if ('dismiss' in button.dataset) {
      dismiss();
    } else if ('help' in button.dataset) {
      byId('keys').showModal();
    }
  });
  byId('say')?.addEventListener('submit', event => event.preventDefault());

  /** An answer that needs no server. */
  function answer(text) {
    const box = document.createElement('div');
    box.className = 'toast-box bad';
    const line = box.appendChild(document.createElement('p'));
    line.className = 'mb-0';
    line.textContent = text;
    byId('toast').replaceChildren(box);
    dismissLater();
  }

  // ---- The answer to an action stays long enough to be read and taken back, and as long as someone is at it.
  let fading = null;
  function dismiss() {
    const toast = byId('toast');
    const focused = toast.contains(document.activeElement);
    const about = toast.querySelector('[data-about]')?.dataset.about;
    toast.replaceChildren();
    if (focused) {
      focusRow(rows().find(row => row.dataset.id === about)) || focusRow(rows()[0]) || byId('next')?.focus();
    }
  }
  function dismissLater() {
    clearTimeout(fading);
    fading = setTimeout(() => {
      if (byId('toast').matches(':hover, :focus-within')) {
        dismissLater();
      } else {
        dismiss();
      }
    }, 20000);
  }

  // ---- Keys.
  const stored = 'tierstream.keys';
  const keysOn = byId('keys-on');
  keysOn.checked = localStorage.getItem(stored) !== 'off';
  keysOn.addEventListener('change', () => localStorage.setItem(stored, keysOn.checked ? 'on' : 'off'));

  function current() {
    const doing = byId('doing');
    if (doing) {
      return doing;
    }
    // Between a swap and the return of the focus, the row is where the focus was.
    return document.activeElement?.closest('li.ticket') || document.querySelector('li.ticket.selected')
      || rows().find(row => row.dataset.id === held?.ticket);
  }

  document.addEventListener('focusin', event => {
    const row = event.target.closest('li.ticket');
    if (row) {
      all('li.ticket.selected').forEach(each => each.classList.remove('selected'));
      row.classList.add('selected');
    }
  });

  function step(by) {
    const list = rows();
    const at = list.indexOf(current());
    let next = at < 0 ? 0 : at + by;
    // One's own ticket stands among one's own and in the queue.
    while (at >= 0 && list[next]?.dataset.id === list[at].dataset.id) {
      next += by;
    }
    focusRow(list[Math.min(list.length - 1, Math.max(0, next))]);
  }

  function tryMove(...moves) {
    const place = current() || (moves.includes('resolve') ? document.querySelector('li.ticket[data-mine="true"][data-state="CLAIMED"]') : null);
    if (!place) {
      answer(main.dataset.cannot);
      return;
    }
    const seen = {...place.dataset};
    inTurn(() => {
      const shown = again(place);
      const move = moves.find(each => leads[shown.dataset.state].split(' ').includes(each));
      if (!move) {
        answer(main.dataset.cannot);
        return undefined;
      }
      const note = shown.id === 'doing' ? {note: byId('note').value} : {};
      return send(seen.url + '/' + move, {...note, version: versionOf(seen, shown)});
    });
  }

  const works = Boolean(byId('next')) || Boolean(byId('say'));
  const keys = {
    j: () => step(1), arrowdown: () => step(1), k: () => step(-1), arrowup: () => step(-1),
    n: () => byId('next')?.click(),
    c: () => works && tryMove('claim'),
    r: () => works && tryMove('resolve'),
    w: () => works && tryMove('wait', 'resume'),
    b: () => works && tryMove('release'),
    e: () => (byId('say') ? byId('note').focus() : more(current())),
    a: () => byId('say') && byId('to').focus(),
    u: () => byId('undo')?.click(),
    m: () => byId('view-mine')?.click(),
    q: () => location.assign('/'),
    '/': () => byId('q')?.focus(),
    '?': () => byId('keys').showModal()
  };

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && event.target.closest('#q, #note, #to') && !event.target.closest('dialog')) {
      event.target.blur();
      focusRow(rows()[0]);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn.checked
      || event.target.closest('input:not([type=checkbox]), select, textarea, dialog')) {
      return;
    }
    const key = event.key.toLowerCase();
    const arrow = key.startsWith('arrow');
    if (keys[key] && (!arrow || event.target.closest('li.ticket') || event.target === document.body) && !(arrow && rows().length === 0)) {
      event.preventDefault();
      keys[key]();
    }
  });

  // Who uses the choices finds them open again.
  const filters = document.querySelector('details.filters');
  if (filters) {
    filters.open ||= localStorage.getItem('tierstream.filters') === 'open';
    filters.addEventListener('toggle', () => localStorage.setItem('tierstream.filters', filters.open ? 'open' : 'closed'));
  }
  // Another search begins at its front.
  byId('search')?.addEventListener('htmx:configRequest', event => { delete event.detail.parameters.cursor; });

  render();
  setInterval(tick, 1000);
})();
