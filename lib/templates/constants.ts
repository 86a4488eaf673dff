export const TEMPLATE_ORDERS = ['name', '-name', 'updated', '-updated'] as const;
