export const TEXT_MAX_LENGTH = 65_536;
