// Deadlines ahead as bars, those that have passed first; drawn anew when the figures change.
(() => {
  const lang = document.documentElement.lang;
  const colours = {A: '#146c43', B: '#0a58ca', C: '#565e64'};
  let chart = null;

  function draw() {
    const canvas = document.getElementById('ahead');
    if (!canvas || typeof Chart === 'undefined') {
      return;
    }
    const data = canvas.dataset;
    const starts = data.from.split(',').map(from => new Date(from));
    const hour = new Intl.DateTimeFormat(lang, {timeStyle: 'short'});
    const late = data.late.split(',').map(Number);
    chart?.destroy();
    chart = new Chart(canvas, {
      type: 'bar',
      data: {
        labels: [data.lateLabel, ...starts.map(start => hour.format(start))],
        datasets: ['A', 'B', 'C'].map((tier, index) => ({
          label: `${data.tier} ${tier}`,
          data: [late[index], ...data[tier.toLowerCase()].split(',').map(Number)],
          backgroundColor: colours[tier]
        }))
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        scales: {x: {stacked: true}, y: {stacked: true, ticks: {precision: 0}}}
      }
    });
  }

  draw();
  document.addEventListener('htmx:afterSettle', draw);
})();
