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
