import { Container, Group, Text } from "@mantine/core";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { rememberList } from "../common/lastList";
import { WatchedExports } from "../mass/WatchedExports";
import { LoadingBar } from "./LoadingBar";
import { Logo } from "./Logo";
import { ReachNotice } from "./ReachNotice";
import classes from "./Shell.module.css";

/** What stands around every page: the product, the application and its tabs. */
export function Shell() {
  const { t } = useTranslation();
  const location = useLocation();
  useEffect(() => rememberList(location), [location]);
  return (
    <>
      <a className={classes.skip} href="#content">
        {t("app.skip")}
      </a>
      <header className={classes.header}>
        <Container size="xl">
          <Group gap="sm" h={56} wrap="nowrap">
            <Link to="/contacts" className={classes.product}>
              <Logo />
              <span>{t("app.product")}</span>
            </Link>
            <span className={classes.divider} aria-hidden />
            <Text c="dimmed" truncate>
              {t("app.application")}
            </Text>
          </Group>
          <Tabs />
        </Container>
      </header>
      <LoadingBar />
      <ReachNotice />
      <Container component="main" id="content" tabIndex={-1} size="xl" className={classes.content}>
        <WatchedExports>
          <Suspense>
            <Outlet />
          </Suspense>
        </WatchedExports>
      </Container>
      <ScrollRestoration />
    </>
  );
}

function Tabs() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the tabs scroll: the one that is open shall be seen.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - nav.current.offsetLeft - 40;
  }, [pathname]);
  return (
    <nav ref={nav} className={classes.tabs} aria-label={t("app.application")}>
      <NavLink className={tabClass} to="/contacts">
        {t("app.contacts")}
      </NavLink>
      <NavLink className={tabClass} to="/accounts">
        {t("app.accounts")}
      </NavLink>
      <NavLink className={tabClass} to="/groups">
        {t("app.groups")}
      </NavLink>
      <NavLink className={tabClass} to="/scores">
        {t("app.scores")}
      </NavLink>
      <NavLink className={tabClass} to="/personas">
        {t("app.personas")}
      </NavLink>
      <NavLink className={tabClass} to="/activities">
        {t("app.activities")}
      </NavLink>
      <NavLink className={tabClass} to="/fields">
        {t("app.fields")}
      </NavLink>
      <NavLink className={tabClass} to="/imports">
        {t("app.imports")}
      </NavLink>
    </nav>
  );
}

/** A tab is marked as soon as it is clicked, not only when its page is there. */
const tabClass = ({ isPending }: { isPending: boolean }): string => (isPending ? `${classes.tab} ${classes.opening}` : (classes.tab ?? ""));
