// A plan's drawing: a click on the icicle opens the step, and a step folds what is below it. Without it all is there, unfolded.
"use strict";
(() => {
  const open = () => {
    const step = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (step?.matches("details.step")) { step.hidden = false; step.open = true; }
  };
  addEventListener("hashchange", open);
  open();

  for (const steps of document.querySelectorAll(".steps")) {
    const all = [...steps.querySelectorAll("details.step")];
    const depth = (step) => Number(step.dataset.depth);
    const folded = new Set();

    const show = () => {
      let hiddenBelow = Infinity;
      for (const step of all) {
        if (depth(step) <= hiddenBelow) hiddenBelow = Infinity;
        step.hidden = depth(step) > hiddenBelow;
        if (folded.has(step)) hiddenBelow = Math.min(hiddenBelow, depth(step));
      }
    };

    all.forEach((step, i) => {
      if (!(i + 1 < all.length && depth(all[i + 1]) > depth(step))) return;
      const fold = Object.assign(document.createElement("button"), { type: "button", textContent: "\u25be", title: "fold what is below" });
      fold.addEventListener("click", (event) => {
        event.preventDefault();
        if (!folded.delete(step)) folded.add(step);
        fold.textContent = folded.has(step) ? "\u25b8" : "\u25be";
        show();
      });
      step.querySelector(".name").prepend(fold);
    });
  }
})();
