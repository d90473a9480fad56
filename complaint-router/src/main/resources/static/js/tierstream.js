// Sends the form token of the page's session with every htmx request.
document.addEventListener('htmx:configRequest', event => {
  const csrf = document.querySelector('meta[name="csrf"]');
  if (csrf) {
    event.detail.headers[csrf.dataset.header] = csrf.content;
  }
});
