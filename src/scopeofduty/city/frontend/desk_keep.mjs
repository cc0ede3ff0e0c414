// Which pages the worker may answer for, and when the law it keeps is due to be fetched again.

const MINUTES_10 = 600_000;

/** Whether a page is the desk's own and public: never one of staff's, never one outside the desk. */
export function isOurs(keep, path) {
  return path.startsWith(keep.scope) && !keep.staff.some((staff) => path.startsWith(staff));
}

/** The address inside the offline page that stands for a page of the desk that can't be reached. */
export function answersFor(keep, path) {
  if (path === keep.page) return keep.page;
  const parts = path.slice(keep.scope.length).split("/").filter(Boolean);
  if (parts[0] === "at") parts.splice(0, 2);
  const known = { life: 1, contacted: 2, collect: 4 }[parts[0]];
  return known ? `${keep.page}#${parts.slice(0, known).join("/")}` : `${keep.page}#`;
}

/** Whether the copy of the law is younger than ten minutes, by the date that came with it. */
export function fresh(date, now) {
  const at = Date.parse(date ?? "");
  return Number.isFinite(at) && now - at >= 0 && now - at < MINUTES_10;
}
