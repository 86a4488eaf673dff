import { ServiceError } from '@/lib/errors/service-error';
import { route } from '@/lib/http/route';

const refuse = route(
  async () => {
    throw new ServiceError(903, 'This service or version is not served here');
  },
  { access: 'public' },
);

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
