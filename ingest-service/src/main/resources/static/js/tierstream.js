// Sends the form token of the page's session with every htmx request.
document.addEventListener('htmx:configRequest', event => {
  const csrf = document.querySelector('meta[name="csrf"]');
  if (csrf) {
    event.detail.headers[csrf.dataset.header] = csrf.content;
  }
});

// Says that the service cannot be reached, until it can.
const reachable = yes => {
  const offline = document.getElementById('offline');
  if (offline) {
    offline.hidden = yes;
  }
};
document.addEventListener('htmx:sendError', () => reachable(false));
document.addEventListener('htmx:afterOnLoad', () => reachable(true));

// Sends a file as the body of a request, shows how much of it is sent, then how its import goes on.
const importForm = document.getElementById('import');
if (importForm) {
  importForm.addEventListener('submit', event => {
    event.preventDefault();
    const form = event.target;
    const bar = document.getElementById(form.dataset.progress);
    const message = document.getElementById(form.dataset.message);
    const csrf = document.querySelector('meta[name="csrf"]');
    const button = form.querySelector('button');
    const upload = new XMLHttpRequest();
    const query = new URLSearchParams({ mapping: form.elements.mapping.value });
    if (form.elements.rebase.checked) {
      query.set('rebase', 'now');
    }
    const failed = text => {
      message.textContent = text || form.dataset.failed;
    };
    upload.upload.addEventListener('progress', progress => {
      bar.value = progress.lengthComputable ? 100 * progress.loaded / progress.total : 0;
    });
    upload.addEventListener('load', () => {
      let answer = {};
      try {
        answer = JSON.parse(upload.responseText);
      } catch (notJson) {
        failed();
        return;
      }
      if (upload.status === 202) {
        htmx.ajax('GET', '/imports/' + encodeURIComponent(answer.id), { target: '#imports', swap: 'afterbegin' });
      } else {
        failed(answer.detail);
      }
    });
    upload.addEventListener('error', () => failed());
    upload.addEventListener('loadend', () => {
      bar.hidden = true;
      button.disabled = false;
    });
    message.textContent = '';
    bar.value = 0;
    bar.hidden = false;
    button.disabled = true;
    upload.open('POST', '/v1/imports?' + query);
    upload.setRequestHeader('Content-Type', 'application/octet-stream');
    if (csrf) {
      upload.setRequestHeader(csrf.dataset.header, csrf.content);
    }
    upload.send(form.elements.file.files[0]);
  });
}

// The other language shows the same: whatever the address says by now (filters, a report's dates) is kept.
document.addEventListener('click', event => {
  const link = event.target.closest('.language a');
  if (link) {
    const here = new URL(location.href);
    here.searchParams.set('lang', new URLSearchParams(link.search).get('lang'));
    link.href = here.href;
  }
});
