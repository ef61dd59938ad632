package org.modeltree.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.modeltree.pages.card.CardPage;
import org.modeltree.pages.list.ChangesPage;
import org.modeltree.pages.list.OfferingsPage;
import org.modeltree.pages.list.PriceListPage;
import org.modeltree.pages.list.ProvidersPage;
import org.modeltree.pages.list.SearchPage;
import org.modeltree.pages.list.StartPage;
import org.modeltree.pages.score.BandsPage;
import org.modeltree.pages.score.CapabilityPage;
import org.modeltree.pages.score.ComparePage;

/** The templates of the pages, checked against the types of their values when the service is built. */
@CheckedTemplate
final class Templates {

    private Templates() {}

    static native TemplateInstance start(Site site, StartPage page);

    static native TemplateInstance search(Site site, SearchPage page);

    static native TemplateInstance card(Site site, CardPage page);

    static native TemplateInstance bands(Site site, BandsPage page);

    static native TemplateInstance capability(Site site, CapabilityPage page);

    static native TemplateInstance compare(Site site, ComparePage page);

    static native TemplateInstance offerings(Site site, OfferingsPage page);

    static native TemplateInstance providers(Site site, ProvidersPage page);

    static native TemplateInstance provider(Site site, PriceListPage page);

    static native TemplateInstance changes(Site site, ChangesPage page);

    static native TemplateInstance docs(Site site, DocsPage page);

    static native TemplateInstance error(Site site, ErrorPage page);
}
