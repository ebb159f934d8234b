import { Button } from '@fluentui/react-components';
import { FilterIcon } from '../../components/icons';
import { Empty } from '../../components/states';
import type { Scene } from './scene';

/** A view without rows: because the export holds none, because the visitors do not differ, or because of the filter. */
export function NothingFits({ scene, what, all }: { scene: Scene; what: string; all: number }) {
  const { place, go } = scene;
  if (all === 0) return <Empty title={`The export holds no ${what}`} />;
  const onlyDifferences = place.only !== undefined && place.q === undefined && place.show === undefined;
  return (
    <Empty
      icon={<FilterIcon />}
      title={
        onlyDifferences ? `The two visitors have the same rights on all ${what}` : 'Nothing fits the filter'
      }
      actions={
        <Button
          onClick={() => {
            go({ q: undefined, show: undefined, only: undefined });
          }}
        >
          {onlyDifferences ? 'Show what is the same' : 'Clear filter'}
        </Button>
      }
    />
  );
}
