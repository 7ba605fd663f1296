/** Sets the entry as the newest of the map, and lets go of the oldest beyond `most`: a shift is long, and a page is seldom loaded anew. */
export function setRecent<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
