export async function benchTable(): Promise<void> {}
