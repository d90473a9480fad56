// Keeps the open page true: what the stream of tier changes announces, the page asks for again.
(() => {
  const page = document.querySelector('main[data-page]');
  if (!page) {
    return;
  }
  const locale = document.querySelector('meta[name="locale"]')?.content || document.documentElement.lang || 'en';

  // Times as people say them.
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const tell = () => {
    document.querySelectorAll('time[data-ago]').forEach(time => {
      const then = new Date(time.dateTime);
      const seconds = Math.round((then - Date.now()) / 1000);
      const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) || units[3];
      time.textContent = relative.format(Math.round(seconds / length), unit);
      time.title = full.format(then);
    });
    document.querySelectorAll('time[data-day]').forEach(time => {
      time.textContent = day.format(new Date(time.dateTime));
    });
  };
  tell();
  setInterval(tell, 10000);
  document.addEventListener('htmx:afterSettle', tell);

  // A list that could not be loaded says so.
  const failed = document.getElementById('failed');
  if (failed) {
    const show = hidden => () => { failed.hidden = hidden; };
    ['htmx:sendError', 'htmx:responseError', 'htmx:timeout'].forEach(name => document.addEventListener(name, show(false)));
    document.addEventListener('htmx:afterSwap', show(true));
  }

  // Asks again at most once a second, and once more when it is quiet: the list may be a moment behind the stream.
  const live = document.getElementById('live');
  let due = 0;
  let last = 0;
  const refresh = () => {
    due = 0;
    last = Date.now();
    htmx.trigger(live, 'refresh');
  };
  let settle = 0;
  const changed = () => {
    if (!due) {
      due = setTimeout(refresh, Math.max(100, last + 1000 - Date.now()));
    }
    clearTimeout(settle);
    settle = setTimeout(refresh, 2500);
  };

  // What is new lights up once.
  let known = new Set([...document.querySelectorAll('[data-change]')].map(item => item.dataset.change));
  document.addEventListener('htmx:afterSwap', event => {
    if (event.detail.target !== live) {
      return;
    }
    const items = [...document.querySelectorAll('[data-change]')];
    items.filter(item => !known.has(item.dataset.change)).forEach(item => item.classList.add('fresh'));
    known = new Set(items.map(item => item.dataset.change));
    draw();
  });

  const state = document.getElementById('stream-state');
  const say = name => {
    if (state.dataset.state !== name) {
      state.dataset.state = name;
      state.textContent = state.dataset[name];
    }
  };
  if (live && state) {
    let stream;
    const open = () => {
      stream = new EventSource('/v1/tier-changes/stream');
      // What happened between the rendering of the page, or the end of the last stream, and now was told to nobody.
      stream.onopen = () => {
        say('live');
        due ||= setTimeout(refresh, 100);
      };
      stream.onmessage = event => {
        const customer = page.dataset.customer;
        if (!customer || JSON.parse(event.data).customerId === customer) {
          changed();
        }
      };
      stream.onerror = () => {
        say('lost');
        // The browser comes back by itself, unless it was refused; then the page tries, from what is true by then.
        if (stream.readyState === EventSource.CLOSED) {
          setTimeout(() => { changed(); open(); }, 5000);
        }
      };
    };
    open();
    window.addEventListener('offline', () => say('lost'));
    window.addEventListener('pagehide', () => stream.close());
    // What the browser's back brings out of its memory is as old as when it was left.
    window.addEventListener('pageshow', event => { if (event.persisted) { location.reload(); } });
    // Figures and cut-offs move without a change of tier.
    setInterval(() => { if (!document.hidden) { changed(); } }, 30000);
  }

  // The histogram: customers per point of composite, by tier, with the cut-offs as lines.
  const canvas = document.getElementById('histogram');
  let chart;
  function draw() {
    const bands = document.getElementById('bands');
    if (!canvas || !bands || typeof Chart === 'undefined') {
      return;
    }
    const { animation, cutOffs, number, counts, step, summed, labels } = window.TierCharts;
    const size = step();
    const sum = tier => summed(counts(bands.querySelector(`[data-tier="${tier}"]`).dataset.counts), size);
    const data = [
      { label: 'A', backgroundColor: '#146c43', data: sum('A') },
      { label: 'B', backgroundColor: '#0a58ca', data: sum('B') },
      { label: 'C', backgroundColor: '#565e64', data: sum('C') }
    ];
    if (!chart) {
      chart = new Chart(canvas, {
        type: 'bar',
        data: { labels: labels(size), datasets: data },
        options: {
          locale,
          responsive: true,
          maintainAspectRatio: false,
          animation,
          datasets: { bar: { barPercentage: 1, categoryPercentage: 0.92 } },
          scales: {
            x: { stacked: true, grid: { display: false }, title: { display: true, text: canvas.dataset.axisX }, ticks: { maxTicksLimit: 11, maxRotation: 0 } },
            y: { stacked: true, beginAtZero: true, title: { display: true, text: canvas.dataset.axisY }, ticks: { precision: 0 } }
          }
        },
        plugins: [cutOffs]
      });
    } else {
      data.forEach((dataset, index) => { chart.data.datasets[index].data = dataset.data; });
    }
    chart.$lines = ['a', 'b'].map(tier => ({
      value: number(bands.dataset[`cutOff${tier.toUpperCase()}`]),
      text: `${tier.toUpperCase()} ${canvas.dataset.from}`
    }));
    chart.update();
  }
  draw();
})();
