import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { MemoryRouter } from "react-router";

/** Renders with what stands around every page. What the API has answered is given by query key; nothing is fetched. */
export function renderPage(element: ReactElement, answers: [unknown[], unknown][] = [], queryClient = onlyWhatIsGiven()) {
  for (const [key, data] of answers) queryClient.setQueryData(key, data);
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <MemoryRouter>{element}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const onlyWhatIsGiven = () => new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
