// The workbench: sums while one types, what a draft would do as a chart, and a policy in shadow over time.
(() => {
  const { locale, animation, cutOffs, number, counts, step, summed, labels } = window.TierCharts;
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const form = document.getElementById('draft');

  if (form) {
    const weights = [...form.querySelectorAll('[data-weight]')];
    const sum = document.getElementById('weights-sum');
    const rest = document.getElementById('rest');
    const value = input => Number(input.value || 0);
    const rounded = figure => Math.round(figure * 100) / 100;
    const say = (place, text, wrong) => {
      place.textContent = text;
      place.classList.toggle('text-danger', wrong);
      place.classList.toggle('text-success', !wrong);
    };
    const check = () => {
      const all = rounded(weights.reduce((total, input) => total + value(input), 0));
      const wrong = all !== 100;
      const words = wrong ? (all < 100 ? sum.dataset.missing : sum.dataset.over) : sum.dataset.right;
      say(sum, words.replace('{0}', numbers.format(all)).replace('{1}', numbers.format(Math.abs(rounded(100 - all)))), wrong);
      weights.forEach(input => input.setAttribute('aria-invalid', wrong));
      const c = rounded(100 - value(form.elements.shareA) - value(form.elements.shareB));
      say(rest, (c < 0 ? rest.dataset.over : rest.dataset.rest).replace('{0}', numbers.format(c < 0 ? 100 - c : c)).replace('{1}', numbers.format(Math.abs(c))), c < 0);
      const mode = form.elements.mode.value;
      form.querySelectorAll('[data-mode]').forEach(part => { part.hidden = part.dataset.mode !== mode; });
    };
    form.addEventListener('input', check);
    form.addEventListener('change', check);
    check();
    document.getElementById('try').addEventListener('click', () => htmx.trigger(form, 'try'));
  }

  // A finished activation changes everything else that the page says.
  document.addEventListener('htmx:afterSwap', event => {
    if (event.detail.target.id === 'progress' && document.querySelector('#progress [data-done]')) {
      location.reload();
    }
    draw();
  });

  let chart;
  function draw() {
    const canvas = document.getElementById('before-after');
    if (!canvas || typeof Chart === 'undefined' || (chart && chart.canvas === canvas)) {
      return;
    }
    chart?.destroy();
    const d = canvas.dataset;
    const size = step();
    chart = new Chart(canvas, {
      type: 'bar',
      data: {
        labels: labels(size),
        datasets: [
          { label: d.labelNow, data: summed(counts(d.now), size), backgroundColor: '#8a939b' },
          { label: d.labelThen, data: summed(counts(d.then), size), backgroundColor: '#0a58ca' }
        ]
      },
      options: {
        locale, responsive: true, maintainAspectRatio: false, animation,
        datasets: { bar: { barPercentage: 1, categoryPercentage: 0.92 } },
        scales: {
          x: { grid: { display: false }, title: { display: true, text: d.axisX }, ticks: { maxTicksLimit: 11, maxRotation: 0 } },
          y: { beginAtZero: true, title: { display: true, text: d.axisY }, ticks: { precision: 0 } }
        }
      },
      plugins: [cutOffs]
    });
    chart.$lines = [
      { value: number(d.aNow), text: `A ${d.labelNow}`, colour: '#565e64', dash: [2, 3] },
      { value: number(d.bNow), text: `B ${d.labelNow}`, colour: '#565e64', dash: [2, 3] },
      { value: number(d.aThen), text: `A ${d.labelThen}`, colour: '#0a3d91' },
      { value: number(d.bThen), text: `B ${d.labelThen}`, colour: '#0a3d91' }
    ];
    chart.update();
  }
  draw();

  const shadow = document.getElementById('shadow-chart');
  if (shadow && typeof Chart !== 'undefined') {
    const rows = [...document.querySelectorAll('#shadow-table tr[data-at]')].reverse();
    const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
    new Chart(shadow, {
      type: 'line',
      data: {
        labels: rows.map(row => time.format(new Date(row.dataset.at))),
        datasets: [{ data: rows.map(row => Number(row.dataset.share)), borderColor: '#0a58ca', backgroundColor: '#0a58ca22', fill: true, pointRadius: 3 }]
      },
      options: {
        locale, responsive: true, maintainAspectRatio: false, animation,
        plugins: { legend: { display: false } },
        scales: {
          x: { title: { display: true, text: shadow.dataset.axisX }, ticks: { maxTicksLimit: 8, maxRotation: 0 } },
          y: { beginAtZero: true, title: { display: true, text: shadow.dataset.axisY }, ticks: { callback: share => `${numbers.format(share)} %` } }
        }
      }
    });
  }
})();
