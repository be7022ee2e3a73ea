// The HTML report: filter, grouping and copy buttons. Without it the page is whole, grouped by severity.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  const main = document.getElementById("findings");
  const articles = [...main.querySelectorAll("article")];
  const nothing = main.querySelector(".nothing");
  const titles = { error: "Errors", warning: "Warnings", note: "Notes" };
  const texts = new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));

  const capitalised = (word) => word.charAt(0).toUpperCase() + word.slice(1);

  // The articles are ranked; a group stands where its first article does.
  const group = (by) => {
    main.querySelectorAll(".group").forEach((section) => section.remove());
    const sections = new Map();
    for (const article of articles) {
      const value = article.dataset[by];
      if (!sections.has(value)) {
        const section = document.createElement("section");
        section.className = "group";
        section.append(Object.assign(document.createElement("h2"), { textContent: titles[value] ?? capitalised(value) }));
        main.insertBefore(section, nothing);
        sections.set(value, section);
      }
      sections.get(value).append(article);
    }
  };

  const filter = () => {
    const words = form.querySelector("input[type=search]").value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set([...form.querySelectorAll("[data-filter=severity]:checked")].map((box) => box.value));
    let shown = 0;
    for (const article of articles) {
      const fits = severities.has(article.dataset.severity) && words.every((word) => texts.get(article).includes(word));
      article.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const section of main.querySelectorAll(".group"))
      section.hidden = ![...section.querySelectorAll("article")].some((article) => !article.hidden);
    nothing.hidden = shown > 0;
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target.tagName === "SELECT") group(event.target.value);
      filter();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || /INPUT|SELECT/.test(event.target.tagName)) return;
      event.preventDefault();
      form.querySelector("input[type=search]").focus();
    });
  }

  // A page opened from disk may have no clipboard; selecting the text is what is left then.
  const copy = async (button) => {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  };
  for (const button of document.querySelectorAll(".copy button")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();
