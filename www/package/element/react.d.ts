/** The element in JSX of React 19 with TypeScript: `import type {} from 'portrait-precheck/react';`. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { PortraitPrecheck, PortraitPrecheckEvents } from './portrait-precheck.js';

type Handlers = {
  [Name in keyof PortraitPrecheckEvents as `on${Name}`]?: (event: PortraitPrecheckEvents[Name]) => void;
};

interface PortraitPrecheckAttributes extends HTMLAttributes<PortraitPrecheck>, Handlers {
  profile: string;
  'profile-url'?: string;
  name?: string;
  required?: boolean;
  disabled?: boolean;
  server?: string;
  src?: string;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'portrait-precheck': DetailedHTMLProps<PortraitPrecheckAttributes, PortraitPrecheck>;
    }
  }
}
