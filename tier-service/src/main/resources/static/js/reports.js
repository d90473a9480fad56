// A report's bars.
(() => {
  const canvas = document.getElementById('report-chart');
  if (!canvas || typeof Chart === 'undefined') {
    return;
  }
  const { locale, animation } = window.TierCharts;
  const chart = JSON.parse(canvas.dataset.chart);
  const tiers = { A: '#146c43', B: '#0a58ca', C: '#565e64' };
  const others = ['#8a939b', '#0a58ca'];
  const unit = value => `${value}${chart.percent ? ' %' : ''}`;
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: chart.labels,
      datasets: chart.sets.map((set, index) => ({
        label: set.label,
        data: set.data,
        backgroundColor: tiers[set.tier] || others[chart.sets.length === 1 ? 1 : index % 2]
      }))
    },
    options: {
      locale, responsive: true, maintainAspectRatio: false, animation,
      plugins: { tooltip: { callbacks: { label: item => `${item.dataset.label}: ${unit(item.formattedValue)}` } } },
      scales: {
        x: { stacked: Boolean(chart.stacked), grid: { display: false } },
        y: { stacked: Boolean(chart.stacked), beginAtZero: true, max: chart.percent ? 100 : undefined, ticks: { callback: unit } }
      }
    }
  });
})();

// The Pareto curve, beside the line that an even spread would be.
(() => {
  const canvas = document.getElementById('pareto');
  if (!canvas || typeof Chart === 'undefined') {
    return;
  }
  const numbers = canvas.dataset.curve.split(',').map(Number);
  const points = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    points.push({ x: numbers[i] * 100, y: numbers[i + 1] * 100 });
  }
  const axis = text => ({ type: 'linear', min: 0, max: 100, title: { display: true, text }, ticks: { callback: value => `${value} %` } });
  new Chart(canvas, {
    type: 'line',
    data: {
      datasets: [
        { data: points, borderColor: '#0a58ca', backgroundColor: '#0a58ca22', fill: true, pointRadius: 0 },
        { data: [{ x: 0, y: 0 }, { x: 100, y: 100 }], borderColor: '#565e64', borderDash: [5, 4], pointRadius: 0 }
      ]
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300 },
      plugins: { legend: { display: false } },
      scales: { x: axis(canvas.dataset.axisX), y: axis(canvas.dataset.axisY) }
    }
  });
})();
