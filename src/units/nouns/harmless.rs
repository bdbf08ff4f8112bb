//! Words that may be left out of a formula without asking, since they only name what its numbers say already.
//!
//! `7 days retention` is seven days. A word that is not listed may compute, as `squared` does, or change what is meant,
//! so the line without it is offered, and a person decides. Each group lists words that do neither beside any value.
//! Plurals need no entry.

/// What a number is of: parts of systems, things that are stored and sent, those who use them, and their work.
const NAMES: &str = "
    ability access accuracy action activity address adoption advert agent aggregation alarm album alert algorithm
    analysis analytics answer apartment api app appliance application appointment approval archive area arrival
    article artifact asset assistant attachment attempt auction audience audio audit auth authentication author
    authorization avatar ave avg backbone backend backhaul backlog backoff backup badge balancer bandwidth bank
    banner beacon benchmark bill billing bitrate blob block blog board body book booking bot bottleneck box branch
    brand broker browser bucket budget bug build builder bundle burst bus cable cache caching camera campaign canary
    candidate cap capacity car card cart case catalog catalogue category cell center centre certificate chain
    channel chart chat chatbot check checkin checkout checkpoint checksum chip choice chunk circuit citizen city
    claim class classification cleanup click client clip clock cloud cluster code collection collector column
    comment commerce commit communication community compaction company compiler component computation compute
    computer conference config configuration connection connectivity connector console constraint consumer
    consumption contact container content context contract controller conversation cookie corpus cost country
    courier course cover crawl crawler creation creator credential crew crowd cursor customer dashboard data
    database dataset datastore date deadline decision declaration definition delay delivery demand department deploy
    deployment deploys depth description design desktop destination detail detection detector developer development
    device diagram dictionary digest dimension directory discovery discussion disk dispatch display distance distribution
    document documentation domain door dose downlink download draft drive driver dump duration edge edit edition
    editor education effect egress election element email embedding emission employee encoding encryption endpoint
    energy engagement engine engineer engineering enterprise entity entry envelope environment episode error
    estimate estimation evaluation event exchange execution executor experiment expiry export exposure extension
    extraction fabric facility failure family fan farm feature feed feedback fetch fiber fibre field file filesystem
    film filter finance fingerprint firewall firm firmware fleet flight flow folder follow follower footage
    footprint forecast form format forum forwarding frame framework fraud freight frequency friend frontend
    fulfillment function funnel game gateway gene generation generator genome geography goal goods grant graph group
    guest handler handset handshake hardware hash head header health heap heart heartbeat heatmap history hit holder
    home hop hospital host hosting hotel household housing hub human hypervisor identifier identity image
    implementation import impression inbox incident incremental index indexing inference influencer infrastructure
    ingest ingestion ingress inode input insert insertion inspection install installation instance instruction
    insurance integration interaction interface internet interval invalidation inventory invitation invoice issue
    item iteration job joiner journal journey junction kernel key keyspace keyword label lag lake language laptop
    latency launch layer lead leader leaderboard learner learning ledger lesson letter librarian library license
    life lifecycle lifespan lifetime limit line link list listener listing load loader loading lobby location lock
    locker logging login lookup loop machine magazine mail mailbox mainframe maintenance manager manifest map market
    marketing marketplace match matching material matrix media meeting member membership memo memory menu merchant
    mesh message messaging metadata metric metrics microservice middleware migration minion mission mobile model
    moderation module money monitor monitoring motion movie music mutation name namespace navigation need neighbor
    network networking news newsletter node noise note notebook notification number object observability ocr offer
    office onboarding operation operator option orchestration order organisation organization origin outage outbox
    outlet output owner package packet page pageview pagination paging panel paper paragraph parcel parser
    participant partition partner party passenger password patch path patient pattern payer payload payment payout
    payroll peer people percentile performance period permission phone photo picture piece pilot ping pipe pipeline
    pixel place plan planner planning plant plate platform playback playlist plugin podcast poem point poll polling
    pool population port portal portfolio post postcode poster posting preference presence presentation preview
    price pricing primary printer priority privacy problem process processing processor procurement produce producer
    production profile program programme progress project prompt propagation property protocol provider provision
    proxy publication publish publisher pull purchase purpose push quality quantile query question queue quiz rack
    radius ranking rate reaction reader reading receipt receiver recipe recipient recommendation recommender record
    recorder recording recovery redirect redirection reel reference refresh region registration registry regression
    relation relay release reliability reminder render rendering rental repair reply repo report reporting
    repository request requirement research reservation resident resolution resolver resource response restaurant
    restore result retailer retention retrieval return revenue review revision rider road robot role rollout rollup
    room route router routing row rule runner runtime safety sale sample scan scanner scene schedule scheduler
    scheduling schema school science scooter scope screen screenshot script scrub search seat section sector
    security seed seek segment selection seller send sender sensor sentence sequence serialization server service
    serving session setting settlement setup shape sharding sheet shelf shipment shipping shop shopper shopping show
    signal signature signup site size sketch skill slot snapshot snippet social software song source space speaker
    spec spectrum speech speed spend spike stack staff stage staging stakeholder standby startup state statement
    station statistics status step stock storage store storefront story strategy stream streaming string student
    studio study style subject submission subnet subscriber subscription subsystem subtitle suggestion suite summary
    supervisor supplier supply support surface survey swipe symbol sync system table tablet tag tail tape target
    task taxi teacher team telemetry template tenancy tenant terminal test testing text theater thread threshold
    throughput thumbnail tick ticket tier tile time timeline timeout timestamp title token tool tooling topic
    topology touch tour trace tracing track tracker tracking trader trading traffic trailer train trainer training
    transaction transcode transcoding transcript transfer transit transition translation transmission transport
    travel traveler trend trial trie trigger trip truck tweet type universe university update upgrade uplink upload
    uploader upstream url user utility validation value variant vault vector vehicle vendor version vertical video
    view viewer viewership village visit visitor visualization vital voice volume vote voter wait wal walker wallet
    warehouse warmup watch watcher wave wearable weather web webhook webpage webserver website weight wiki window
    wire word work worker workflow workforce workload workspace worm write writer writing zone
";

/// Which of them, and how they are kept, sent or seen.
const KINDS: &str = "
    account active actual adjacent allocated anonymized anonymous api async asynchronous audible authenticated
    automatic average background bare base baseline basic big bulk cached certain chronological cold collected color
    colour commercial commodity common complete completed concurrent connected consistent continuous core corporate
    critical cropped current custom dedicated deep default delayed delivered dense deployed digital direct disaster
    distributed domestic downstream dumb dynamic eager eastbound elastic electric embedded encoded encrypted
    enriched estimated eventual everyday evicted exact existing expected expired external fast filtered final fine
    finished foreground foreign free frequent fresh front full fully general generated generic global hashed heavy
    historic historical hot human idempotent identical immutable important inactive inbound incoming incremental
    indexed industrial ingested inline inner instant integrated intense interactive interim intermediate internal
    international invited joined lan large lazy legacy light live local logged logical long lossless lossy low main
    managed manual matching maximum medium metered minimum mixed mobile modern mutable native natural nearby
    nearline new nominal normal normalized northbound observed official offline old online open optical ordinary
    organic original outbound outer outgoing outstanding overnight paged paid passive paying peak pending permanent
    persistent personal physical plain planned popular portable possible posted powerful precise predicted prepaid
    preprocessed primary private processed professional promoted proper provisioned public published pure qualified
    queued random raw ready real realtime reasonable received recent recorded recurring registered regular
    relational relevant reliable remote rendered requested required resident residential resized resulting returned
    returning rich rough round rural safe scanned scheduled searchable secure seen selected sent sequential serious
    served signed simple simultaneous slow small smart social solid southbound sparse special stable stale
    standard static steady stored streamed strict structured subscribed successful sudden suggested sustained
    synchronous synthetic target temporary textual tiny tracked trained trusted typical ultimate unauthenticated
    uncompressed unencrypted unique unprocessed unstructured upcoming uploaded upstream urban urgent usable useful
    usual valid verified viral virtual visible visual warm watched wide written
";

/// What people do with them.
const DOING: &str = "
    accept accepting arrive ask asking attend be being book browse buy buying call calling chatting click come
    connect consume create deliver do does doing done download exist fetch flow generate get got handle happen
    heartbeat hold host index ingest issue join keep list listen live load loading look make making need needed
    needing needs open opening order ordering pay paying persist ping pinging pings play playing poll polling polls
    post posting process produce publish query read reading receive record render request require required requires
    ride riding run running save saves say scroll search searching see sell send sending serve serving ship stay
    store storing stream streaming submit sync take talking travel tweet typing update upload uploading use used
    uses view viewing visit visiting wait want watch work write writing
";

/// What holds a sentence together.
const JOINING: &str = "
    a about actually already an around basically could currently exactly generally happily he her here his i is it
    kindly mainly me mostly my ok okay please really right roughly she simply so soon still sure them there they
    thus typically usually we well who yes you your
";

/// Products, protocols and names that people put beside a number.
const PRODUCTS: &str = "
    acl ad ai android ap apache arpu asn aurora av1 avro avx aws azure bert bgp bigquery bigtable c5 cassandra cd
    cdn ceph chrome ci cidr citus claude clickhouse cloudflare cloudfront cockroachdb consul cpu csv cuda cv dau db
    dc ddr debian dns docker dram druid dynamo dynamodb ebs ec2 efs eks elastic elasticsearch envoy etcd eu facebook
    fargate flink gc gcp gcs gddr gemini gif gmail google gpt gpu graphql grpc guid h264 h265 hadoop haproxy hbase
    hbm hd hdd hdfs hevc hive html http https iam iceberg id infiniband influxdb instagram intel io ios iot ip
    iphone ipv istio it jira jpeg jpg js json jvm kafka kinesis kubernetes kv lambda lan lb linux llama llm llms
    lucene m5 mac mau memcached mistral ml mongo mongodb mov mp3 mp4 mpls mqtt mtbf mttf mttr mysql nand nas nat
    nats netflix newsql nfs nginx nic nlp nosql nvidia nvme oauth olap oltp optane oracle orc os parquet pci pcie
    pdf php png postgres postgresql pr prometheus protobuf pulsar python qa quic r5 rabbitmq rag ram rbac rds reddit
    redis redshift rpc rpo rto rtt s3 saml san sata scylla sdk sku snowflake sns solr spanner spark spotify sql
    sqlite sqs sram ssd ssl sso svg tcp tensorflow tiktok timescaledb tls tpot tpu trino ts ttft ttl tv twitter
    ubuntu udp ui unix uuid varnish vespa vm vp9 vpc vpn vram waf wan wau wav webp websocket whatsapp wifi windows
    wordpress xlsx xml yaml youtube zookeeper zoom
";

/// Returns the words.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    [NAMES, KINDS, DOING, JOINING, PRODUCTS].into_iter().flat_map(str::split_whitespace)
}

/// Whether a word in lower case, or its singular, says nothing that a number does not.
pub(super) fn is_harmless(lower: &str, singular: &str) -> bool {
    words().any(|word| word == lower || word == singular)
}
