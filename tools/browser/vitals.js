// Notes how a page loads, from before it begins to.
window.vitals = { lcp: 0, shift: 0 };
const heard = (type, take) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  observer.observe({ type, buffered: true });
};
heard("largest-contentful-paint", (entry) => { window.vitals.lcp = entry.startTime; });
heard("layout-shift", (entry) => { if (!entry.hadRecentInput) window.vitals.shift += entry.value; });
window.fetchedBytes = () =>
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((entry) => entry.transferSize > 0)
    .map((entry) => entry.encodedBodySize);
