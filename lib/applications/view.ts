import type { Application } from '@/db/applications';
import type { ApplicationView } from './schema';

export function toApplicationView(application: Application): ApplicationView {
  const { secretCiphertext, secretLastFour, lastUsedAt, ...rest } = application;
  return {
    ...rest,
    confidential: secretCiphertext !== null,
    ...(secretLastFour === null ? {} : { secretLastFour }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
  };
}
