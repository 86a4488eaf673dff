export const FUNCTION_KINDS = ['local', 'http', 'lambda'] as const;
