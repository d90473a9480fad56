// Sends the form token of the page's session with every htmx request.
document.addEventListener('htmx:configRequest', event => {
  const csrf = document.querySelector('meta[name="csrf"]');
  if (csrf) {
    event.detail.headers[csrf.dataset.header] = csrf.content;
  }
});

// The other language shows the same: whatever the address says by now (filters, a report's dates) is kept.
document.addEventListener('click', event => {
  const link = event.target.closest('.language a');
  if (link) {
    const here = new URL(location.href);
    here.searchParams.set('lang', new URLSearchParams(link.search).get('lang'));
    link.href = here.href;
  }
});
