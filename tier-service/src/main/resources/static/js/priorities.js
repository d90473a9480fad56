// A file that is opened stands in the field, to be seen before it is sent.
(() => {
  const lines = document.getElementById('lines');
  document.getElementById('open').addEventListener('change', async event => {
    const [file] = event.target.files;
    if (file) {
      lines.value = (await file.text()).replace(/^\uFEFF/, '');
      lines.focus();
    }
  });
})();
