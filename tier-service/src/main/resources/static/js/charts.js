// What the charts of several pages share.
window.TierCharts = (() => {
  const locale = document.querySelector('meta[name="locale"]')?.content || document.documentElement.lang || 'en';
  const points = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const animation = { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300 };

  // Lines across a chart of composites. Labels stand on a ground of their own, each in its row, so that lines that are
  // close together leave them readable. A line: { value, text, colour, dash }.
  const cutOffs = {
    id: 'cutOffs',
    afterDatasetsDraw(drawn) {
      const { ctx, chartArea, scales } = drawn;
      const width = chartArea.right - chartArea.left;
      const lines = (drawn.$lines || []).filter(line => line.value !== undefined);
      const at = line => chartArea.left + width * line.value / 100;
      ctx.save();
      ctx.font = '600 12px system-ui, sans-serif';
      ctx.lineWidth = 1.5;
      lines.forEach(line => {
        ctx.strokeStyle = line.colour || '#212529';
        ctx.setLineDash(line.dash || [5, 4]);
        ctx.beginPath();
        ctx.moveTo(at(line), chartArea.top);
        ctx.lineTo(at(line), scales.y.bottom);
        ctx.stroke();
      });
      ctx.setLineDash([]);
      lines.forEach((line, row) => {
        const text = `${line.text} ${points.format(line.value)}`;
        const wide = ctx.measureText(text).width;
        const left = Math.min(at(line) + 4, chartArea.right - wide - 2);
        const top = chartArea.top + 2 + 17 * row;
        ctx.fillStyle = 'rgba(255, 255, 255, .9)';
        ctx.fillRect(left - 2, top, wide + 4, 16);
        ctx.fillStyle = line.colour || '#212529';
        ctx.textAlign = 'left';
        ctx.fillText(text, left, top + 12);
      });
      ctx.restore();
    }
  };

  const number = text => (text ? Number(text) : undefined);
  const counts = text => text.split(',').map(Number);
  const step = () => (window.innerWidth < 576 ? 4 : 2);
  const summed = (bands, size) => Array.from({ length: 100 / size }, (_, i) =>
    bands.slice(i * size, (i + 1) * size).reduce((total, count) => total + count, 0));
  const labels = size => Array.from({ length: 100 / size }, (_, i) => `${i * size}–${(i + 1) * size}`);
  return { locale, animation, cutOffs, number, counts, step, summed, labels };
})();
