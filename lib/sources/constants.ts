/** Made at the first start, and again at any start that does not find it. */
export const DEFAULT_SOURCE = 'default';
