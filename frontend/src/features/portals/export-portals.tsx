import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { backendError } from '../../bridge/error';
import type { PortalRow } from '../../bridge/types';
import { useTell } from '../../components/feedback';
import { ExportIcon } from '../../components/icons';

/** Writes the portals that the list shows, in their order, to a file. */
export function ExportPortals({ shown }: { shown: readonly PortalRow[] }) {
  const tell = useTell();
  const write = useMutation({
    mutationFn: (format: string) =>
      backend.Portals.Export(
        shown.map(({ id }) => id),
        format,
      ),
    onSuccess: (path) => {
      if (path !== '') tell('The portals were exported', { body: path });
    },
    onError: (reason) => {
      const { message, hint } = backendError(reason);
      tell('The portals were not exported', { body: `${message} ${hint}`, failed: true });
    },
  });
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ExportIcon />} disabled={write.isPending}>
          Export
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem
            onClick={() => {
              write.mutate('xlsx');
            }}
          >
            Excel workbook
          </MenuItem>
          <MenuItem
            onClick={() => {
              write.mutate('csv');
            }}
          >
            CSV
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
