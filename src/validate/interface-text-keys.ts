// The interface texts that layouts and search page ask for: a site's language must have them all. A test holds the list
// against content/i18n/en.yaml.

export const interfaceTextKeys: readonly string[] = `
skip preview draft
exit exit.emergency exit.two-more exit.one-more exit.stopped exit.loading
nav.menu nav.main nav.sections nav.languages nav.path nav.page nav.letters nav.neighbours
section.news section.countries section.topics section.resources
home.news home.all.news home.all.countries home.all.topics home.all.resources
footer.publisher
map.title map.country map.country-one map.legend map.borders map.skip map.elsewhere
newsletter.title newsletter.text newsletter.link
inquiry.title inquiry.text inquiry.link
feed.link feed.follow feed.description
news.newest news.by-year news.of-period
item.updated item.translations item.contents item.credit item.corrections item.related item.previous
item.next item.corrected item.anchor item.about-country
notes.title notes.note notes.back
cite.title
source.adapted source.excerpt source.reprinted source.title source.title-ended source.part
source.part-ended
entry.more
list.comma
countries.intro
topics.intro
resources.intro
country.facts country.fact-source
label.aliases label.all-by-year label.pages label.empty label.elsewhere label.of-period label.description
kind.law kind.action-plan kind.report kind.toolkit kind.dataset kind.contact
kinds.law kinds.action-plan kinds.report kinds.toolkit kinds.dataset kinds.contact
resource.download resource.visit
size.bytes size.kb size.mb
search.title search.invitation search.link search.label search.placeholder search.loading search.count
search.count-one search.none search.none-help search.too-common search.relaxed search.more search.error-network
search.error-updated search.error-query search.empty search.noscript search.late search.browse search.by.news
search.by.countries search.by.topics search.by.resources search.kind.news search.kind.resource
search.kind.page search.kind.country search.kind.topic search.private-note search.privacy
search.privacy-ordinary search.privacy-whole search.privacy-always search.whole search.whole-size
search.whole-loading search.whole-done search.whole-failed search.retry search.reload
search.error-foreign search.error-folder search.error-browser search.error-offline
search.filters search.filter.country search.filter.topic search.filter.year search.filter.kind search.filter.order
search.any.country search.any.topic search.any.year search.any.kind search.undated
search.order.relevance search.order.newest search.order.oldest search.remove search.clear
search.corrected search.instead search.did-you-mean search.synonyms search.scattered search.cut search.without search.in-language
search.examples search.tip.phrase search.tip.without search.tip.part
suggest.pages suggest.label suggest.all suggest.count suggest.count-one suggest.none
marks.label marks.place marks.previous marks.next marks.clear
not-found.title not-found.text not-found.home
moved.title moved.text
form.newsletter-title form.newsletter-send form.inquiry-title form.inquiry-send form.message form.name
form.email form.email-optional form.trap form.where form.other form.offline
thanks.title thanks.newsletter thanks.inquiry
download.title download.link download.intro download.get download.size download.date download.checksum
download.steps download.save download.unpack download.open download.caution
folder.title folder.date folder.open folder.online folder.caution folder.check
`
  .trim()
  .split(/\s+/);
