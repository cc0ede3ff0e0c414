// The desk works without this. It puts the focus on the list of errors, and shows the print button.
document.querySelector("[data-focus]")?.focus();
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A long list gets a box that narrows it; without this script the whole list stands there.
const list = document.querySelector("[data-narrow]");
if (list) {
  const box = document.querySelector("[data-narrow-box]");
  const input = box.querySelector("input");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    for (const section of list.querySelectorAll("section")) {
      const heading = plain(section.querySelector("h2").textContent);
      const items = [...section.querySelectorAll("li")];
      for (const item of items) item.hidden = !heading.includes(wanted) && !plain(item.textContent).includes(wanted);
      section.hidden = items.every((item) => item.hidden);
    }
  });
}
