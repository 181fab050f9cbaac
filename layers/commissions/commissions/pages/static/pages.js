// What pages do by themselves: theme, clock, sheet, copying. Without it all pages work, as links and forms.
(() => {
  "use strict";
  const root = document.documentElement, key = "theme";
  const all = (what, from = document) => from.querySelectorAll(what);
  const say = (id, words) => { document.getElementById(id).textContent = words; };

  // Theme: before the first paint, so that nothing flashes.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = localStorage.getItem(key);
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const turn = () => {
    const next = (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    if ((next === "dark") === dark.matches) localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  };

  // Clock: `look` every 3 s, every 15 s after two minutes without news, never while hidden.
  let news = Date.now(), asked = news, success = news, failures = 0;
  // On a slow connection htmx comes after this script: until then nothing is asked.
  const look = () => { asked = Date.now(); window.htmx?.trigger(document.body, "look"); };
  const isLook = (event) => event.detail.requestConfig?.triggeringEvent?.type === "look";
  setInterval(() => {
    const wait = Date.now() - news > 120000 ? 15000 : 3000;
    if (!document.hidden && Date.now() - asked >= wait && document.querySelector("[hx-trigger^=look]")) look();
  }, 500);
  const answered = (event) => {
    if (!isLook(event)) return;
    const { successful, xhr } = event.detail;
    if (successful || xhr.status === 204) { failures = 0; success = Date.now(); } else failures += 1;
    if (successful && xhr.status !== 204) news = Date.now();
    for (const dot of all("[data-live]")) {
      const late = failures >= 3, words = dot.lastElementChild;
      dot.dataset.words ||= words.textContent;
      const at = new Date(success).toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit", timeZone: dot.dataset.zone });
      dot.classList.toggle("late", late);
      words.textContent = late ? dot.dataset.late.replace("%", at) : dot.dataset.words;
    }
  };

  // Sheet: opens at once, is filled when the answer comes, gives the focus back to what opened it.
  let opener = "", loading;
  const isSheet = (event) => event.detail.target?.id === "sheet-body";
  const fill = (from) => document.getElementById("sheet-body").replaceChildren(...from.cloneNode(true).childNodes);
  const open = (event) => {
    if (!isSheet(event)) return;
    const sheet = document.getElementById("sheet");
    fill(loading);
    if (!sheet.open) { opener = event.detail.elt.id; sheet.showModal(); }
  };
  const failed = (event) => {
    if (!isSheet(event)) return;
    fill(document.getElementById("sheet-failed").content);
    document.querySelector("#sheet .failed a").href = event.detail.requestConfig.path;
  };
  const closed = () => document.getElementById(opener)?.focus();

  // Clicks: other keys open a link as browsers do; what is open closes; what may be copied is.
  const clicked = (event) => {
    const hit = (what) => event.target.closest(what), sheet = document.getElementById("sheet");
    if (event.metaKey || event.ctrlKey || event.shiftKey) { if (hit("a[hx-get]")) event.stopPropagation(); return; }
    const branch = hit("[aria-expanded][aria-controls]"), copied = hit("[data-copy]");
    if (branch) {
      const below = document.getElementById(branch.getAttribute("aria-controls"));
      const shows = branch.getAttribute("aria-expanded") !== "true";
      branch.setAttribute("aria-expanded", shows);
      below.hidden = !shows;
      if (!shows || below.childElementCount) { event.preventDefault(); event.stopPropagation(); }
    } else if (copied) {
      navigator.clipboard.writeText(copied.dataset.copy).then(() => say("toast", copied.dataset.copied));
      setTimeout(() => say("toast", ""), 4000);
    } else if (hit("[data-theme-button]")) turn();
    else if (event.target === sheet || (hit("[data-close]") && sheet.open)) { event.preventDefault(); sheet.close(); }
    for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  };

  document.addEventListener("click", clicked, true);
  document.addEventListener("change", (event) => event.target.closest("[data-auto] select")?.form.requestSubmit());
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - asked > 3000) look(); });
  document.addEventListener("DOMContentLoaded", () => {
    for (const each of all("[data-theme-button], [data-copy]")) each.hidden = false;
    document.getElementById("sheet").addEventListener("close", closed);
    loading = document.getElementById("sheet-body").cloneNode(true);
  });
  document.addEventListener("htmx:beforeRequest", open);
  document.addEventListener("htmx:afterRequest", answered);
  for (const kind of ["responseError", "sendError", "timeout"]) document.addEventListener(`htmx:${kind}`, failed);
  document.addEventListener("htmx:afterSettle", (event) => {
    for (const each of all("[data-copy][hidden]")) each.hidden = false;
    const news = event.detail.target.id && document.getElementById(event.detail.target.id)?.dataset.announce;
    if (news) say("announce", news);
  });
})();
