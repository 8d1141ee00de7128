"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  // Tables sort by the column whose head is pressed, and the other way round when it is pressed again.
  const words = new Intl.Collator(undefined, { numeric: true });
  const sortBy = (table, head, place) => {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    const key = row => {
      const cell = row.cells[place];
      return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent.trim();
    };
    const compare = (a, b) => {
      if (a === "" || b === "") return (a === "") - (b === ""); // what is not known comes last either way
      const order = typeof a === "number" && typeof b === "number" ? a - b : words.compare(a, b);
      return ascending ? order : -order;
    };
    const rows = [...table.tBodies[0].rows].map(row => [key(row), row]);
    rows.sort((a, b) => compare(a[0], b[0]));
    table.tBodies[0].append(...rows.map(([, row]) => row));
    all("thead th", table).forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  };
  all("table.sortable").forEach(table => all("thead th", table).forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sortBy(table, head, place));
    head.replaceChildren(button);
  }));

  // Values in figures: under the pointer, and by arrow keys.
  const shown = document.getElementById("value");
  let chosen = null, pointed = false;
  const hide = () => {
    shown.hidden = true;
    if (chosen) chosen.classList.remove("chosen");
    chosen = null;
  };
  const show = mark => {
    if (mark === chosen) return;
    hide();
    chosen = mark;
    mark.classList.add("chosen");
    shown.textContent = mark.dataset.value;
    place();
  };
  const place = () => {
    if (!chosen) return;
    const box = chosen.getBoundingClientRect();
    shown.hidden = box.bottom < 0 || box.top > innerHeight;
    const own = shown.getBoundingClientRect();
    const inside = (x, most) => Math.max(4, Math.min(x, most - 4));
    const left = inside(box.left + box.width / 2 - own.width / 2, document.documentElement.clientWidth - own.width);
    const above = box.top - own.height - 6;
    shown.style.left = left + "px";
    shown.style.top = (above < 4 ? inside(box.bottom + 6, innerHeight - own.height) : above) + "px";
  };
  const marksOf = drawing => {
    const marks = all(".values > *", drawing).sort((a, b) => a.dataset.order - b.dataset.order);
    marks.forEach(mark => {
      const title = mark.querySelector("title");
      mark.dataset.value = title.textContent;
      title.remove(); // else the browser shows it as well
    });
    return marks;
  };
  all(".drawing").forEach(drawing => {
    let known = null; // only when somebody asks: a page may have thousands
    const marks = () => known ??= marksOf(drawing);
    const point = event => {
      marks();
      const on = event.target.closest(".values > *");
      if (on) show(on);
      else hide();
      pointed = on !== null;
    };
    // What a scroll brings under a pointer at rest was not pointed at.
    drawing.addEventListener("pointermove", event => (event.movementX || event.movementY) && point(event));
    drawing.addEventListener("pointerdown", point);
    drawing.addEventListener("pointerleave", event => event.pointerType === "mouse" && pointed && hide());
    drawing.addEventListener("blur", hide);
    drawing.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const all = marks();
      if (!step || all.length === 0) return;
      event.preventDefault();
      const next = all.includes(chosen) ? all.indexOf(chosen) + step : step > 0 ? 0 : -1;
      const mark = all.at(next % all.length);
      mark.scrollIntoView({ block: "nearest", inline: "nearest" });
      show(mark);
      pointed = false;
    });
  });
  addEventListener("keydown", event => event.key === "Escape" && hide());
  addEventListener("pointerdown", event => event.target.closest(".drawing") || hide());
  addEventListener("scroll", place, { passive: true, capture: true });

  // Figures as files of their own, with what the page says around them.
  const svgOf = figure => {
    const svg = figure.querySelector("svg").cloneNode(true);
    ["aria-labelledby", "aria-describedby", "style"].forEach(name => svg.removeAttribute(name));
    all(".values > *", svg).forEach(mark => {
      if ("value" in mark.dataset) {
        const title = document.createElementNS(svg.namespaceURI, "title");
        title.textContent = mark.dataset.value;
        mark.append(title);
      }
      ["data-value", "data-order", "class"].forEach(name => mark.removeAttribute(name));
    });
    const texts = { desc: [figure.querySelector("figcaption").textContent, figure.dataset.provenance].join(" "), title: figure.querySelector("h3").textContent };
    for (const [name, text] of Object.entries(texts)) {
      const element = document.createElementNS(svg.namespaceURI, name);
      element.textContent = text;
      svg.prepend(element);
    }
    return new XMLSerializer().serializeToString(svg);
  };
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const savePng = (svg, name) => {
    const picture = new Image();
    const source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    picture.onload = () => {
      const scale = 300 / 96; // pixels an inch
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.naturalWidth * scale);
      canvas.height = Math.round(picture.naturalHeight * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(source);
      canvas.toBlob(blob => save(blob, name + ".png"));
    };
    picture.src = source;
  };
  all("[data-save]").forEach(button => button.addEventListener("click", () => {
    const figure = button.closest("figure");
    const svg = svgOf(figure);
    if (button.dataset.save === "png") savePng(svg, figure.dataset.name);
    else save(new Blob([svg], { type: "image/svg+xml" }), figure.dataset.name + ".svg");
  }));

  all("[data-copy]").forEach(button => button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy");
    button.textContent = "Copied";
  }));

  // Paper has no folds, but for what nobody would read there.
  const most = 150;
  addEventListener("beforeprint", () => all("section details:not(.text)").forEach(fold => {
    fold.dataset.was = fold.open;
    fold.open = fold.open || all("tbody tr", fold).length <= most;
  }));
  addEventListener("afterprint", () => all("details[data-was]").forEach(fold => { fold.open = fold.dataset.was === "true"; }));
})();
