// What a person would see or feel, read off the page.

function named(element) {
  const marks = [element.id && "#" + element.id, ...[...element.classList].map((name) => "." + name)];
  const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim();
  return `<${element.localName}${marks.filter(Boolean).join("")}> ${words.slice(0, 40)}`.trim();
}

function isSeen(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

// Whatever is wider than its frame: the page, or a sheet that lies over it.
function sideways() {
  const frames = [document.documentElement, ...document.querySelectorAll("dialog[open]")];
  return frames.filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => {
    const edge = frame.getBoundingClientRect().left + frame.clientWidth;
    const over = [...frame.querySelectorAll("*")].filter(
      (each) => isSeen(each) && each.getBoundingClientRect().right > edge + 0.5,
    );
    const widest = over.slice(0, 3).map(named).join(", ");
    return `${frame.scrollWidth - frame.clientWidth} px sideways in <${frame.localName}>: ${widest}`;
  });
}

function headings() {
  const found = [...document.querySelectorAll("h1")].filter(isSeen);
  return found.length === 1 ? [] : [`${found.length} h1 in place of one: ${found.map(named).join(", ")}`];
}

// A handler in the markup is refused by the policy only once it would run.
function inlined() {
  const all = [...document.querySelectorAll("*")].flatMap((each) => [...each.attributes].map((one) => [each, one.name]));
  return all.filter(([, name]) => name.startsWith("on")).map(([each, name]) => `${named(each)}: ${name} is not in a script`);
}

// All that Tab should come to, in order; of radio buttons one a group, and of a modal sheet its own.
function stops() {
  const root = document.querySelector("dialog:modal") ?? document.body;
  const groups = new Set();
  return [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((each) => {
    if (each.tabIndex < 0 || each.disabled || !isSeen(each) || each.closest("[inert]")) return false;
    if (each.type !== "radio") return true;
    const isNew = !groups.has(each.name);
    groups.add(each.name);
    return isNew;
  });
}

// Focus may be shown on the element, around it, or on what stands for it beside it.
function appearance(element) {
  const shown = [element, element.parentElement, element.nextElementSibling].filter(Boolean);
  return shown.map((each) => {
    const style = getComputedStyle(each);
    const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
  }).join("|");
}

// Before the first Tab: how everything looks while it has no focus.
function begin() {
  document.activeElement?.blur();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.atRest = new Map(stops().map((each) => [each, appearance(each)]));
  return [...window.atRest.keys()].map(named);
}

// After each: which of them has the focus, or -1, and whether one can tell.
function stop() {
  const focused = document.activeElement;
  const place = [...window.atRest.keys()].findIndex(
    (each) => each === focused || (each.type === "radio" && each.name === focused.name),
  );
  if (place < 0) return { place, name: named(focused), wrong: [] };
  const wrong = [];
  const box = focused.getBoundingClientRect();
  const isInView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  if (!isInView) wrong.push("has the focus out of sight");
  if (appearance(focused) === window.atRest.get(focused)) wrong.push("does not show that it has the focus");
  return { place, name: named(focused), wrong };
}

// Words half as long again; figures, and what people copy, as they are. A second time it does nothing.
function stretched() {
  if (document.body.dataset.stretched) return [];
  document.body.dataset.stretched = "yes";
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const said = words.currentNode.data.trim();
    const isLeft = words.currentNode.parentElement.closest("[data-value], code, script, template, time");
    if (/\p{Letter}/u.test(said) && !isLeft) words.currentNode.data += "~".repeat(Math.ceil(said.length / 2));
  }
  return [];
}
