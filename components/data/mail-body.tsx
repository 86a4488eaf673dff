'use client';

import { ImageOff } from 'lucide-react';
import { useMemo } from 'react';
import { toMailDocument } from '@/components/data/mail-document';
import { quietMail } from '@/components/data/quiet-mail';

export type MailWidth = 'desktop' | 'tablet' | 'phone';

const WIDTHS: Record<MailWidth, string> = {
  desktop: '100%',
  tablet: '768px',
  phone: '375px',
};

interface MailBodyProps {
  html: string;
  /** Names the frame. */
  title: string;
  width: MailWidth;
}

/** The HTML of a mail, on white, as a mail program shows it that loads nothing. */
export function MailBody({ html, title, width }: MailBodyProps) {
  const quiet = useMemo(() => quietMail(html), [html]);
  return (
    <>
      {quiet.left > 0 && (
        <p className="flex items-center gap-2 border-b bg-surface px-3 py-1.5 text-muted text-xs">
          <ImageOff aria-hidden className="size-3.5 shrink-0" />
          {quiet.left === 1 ? 'One image or file' : `${quiet.left} images and files`} from elsewhere{' '}
          {quiet.left === 1 ? 'is' : 'are'} not loaded here, so that nobody is told that you looked.
        </p>
      )}
      <div className="overflow-x-auto bg-sunken">
        <iframe
          title={title}
          sandbox=""
          referrerPolicy="no-referrer"
          srcDoc={toMailDocument(quiet.html)}
          style={{ width: WIDTHS[width] }}
          className={`block h-96 min-h-40 resize-y bg-white transition-[width] ${width === 'desktop' ? '' : 'mx-auto my-3 rounded-md shadow-card'}`}
        />
      </div>
    </>
  );
}
