// Pages that do not change by themselves: times in the reader's zone, the chart of times to resolve, and where to look first.
(() => {
  const lang = document.documentElement.lang;
  const dates = new Intl.DateTimeFormat(lang, {dateStyle: 'medium', timeStyle: 'short'});
  document.querySelectorAll('main time[datetime]').forEach(element => {
    element.textContent = dates.format(new Date(element.getAttribute('datetime')));
  });

  const first = document.querySelector('main [data-focus]');
  if (first) {
    first.focus();
  }

  const canvas = document.getElementById('delays');
  if (!canvas || typeof Chart === 'undefined') {
    return;
  }
  const data = canvas.dataset;
  const set = (label, values, backgroundColor) => ({label, data: JSON.parse(values), backgroundColor});
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: JSON.parse(data.labels),
      datasets: [
        set(data.median, data.medians, '#0a58ca'),
        set(data.mean, data.means, '#6ea8fe'),
        set(data.percentile, data.percentiles, '#565e64')
      ]
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: {duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300},
      plugins: {legend: {position: 'bottom'}},
      scales: {y: {beginAtZero: true, title: {display: true, text: data.axis}}}
    }
  });
})();
