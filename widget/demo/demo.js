/** The course site's own script: lessons change without a page load, and the quiz counts. It knows nothing of the widget but `context`. */

/** Fetches a lesson and puts it in place of this one, as a single-page site would. */
async function swap(href, push) {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`The lesson did not load: ${response.status}`);
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  // Relative addresses in the new lesson are meant from where it lies.
  if (push) history.pushState({ lesson: true }, '', href);
  document.title = next.title;
  document.querySelector('main').replaceWith(document.adoptNode(next.querySelector('main')));
  document.querySelector('.chapters').replaceWith(document.adoptNode(next.querySelector('.chapters')));
  document.querySelector('.top').replaceWith(document.adoptNode(next.querySelector('.top')));
  const { course, courseTitle, lesson, lessonTitle, pageKind } = next.querySelector('script[data-site]').dataset;
  window.Handraise?.('context', {
    course: { id: course, title: courseTitle },
    lesson: { id: lesson, title: lessonTitle },
    page: { kind: pageKind },
  });
  document.querySelector('main').focus({ preventScroll: true });
  scrollTo(0, 0);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-swap]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  // Only from lesson to lesson: other pages have other parts.
  if (!location.pathname.includes('/lessons/')) return;
  event.preventDefault();
  swap(link.href, true).catch(() => location.assign(link.href));
});
addEventListener('popstate', () => {
  if (location.pathname.includes('/lessons/')) swap(location.href, false).catch(() => location.reload());
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.id !== 'quiz') return;
  event.preventDefault();
  const right = form.querySelectorAll('input[data-right]:checked').length;
  form.querySelector('output').textContent = form.dataset.right.replace('{n}', String(right));
});
