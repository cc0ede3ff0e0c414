// "Leave this page now": forms are emptied and this page's place in the history is taken by the other one.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const form of document.forms) form.reset();
    document.body.replaceChildren();
    location.replace(link.href);
  });
}
