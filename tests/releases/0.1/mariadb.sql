
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `accounts_device`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_device` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `session_key` varchar(40) NOT NULL,
  `label` varchar(60) NOT NULL,
  `first_seen_at` datetime(6) NOT NULL,
  `last_seen_at` datetime(6) NOT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  `link_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `session_key` (`session_key`),
  KEY `accounts_device_link_id_d378b13d_fk_accounts_personallink_id` (`link_id`),
  CONSTRAINT `accounts_device_link_id_d378b13d_fk_accounts_personallink_id` FOREIGN KEY (`link_id`) REFERENCES `accounts_personallink` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_device` WRITE;
/*!40000 ALTER TABLE `accounts_device` DISABLE KEYS */;
INSERT INTO `accounts_device` VALUES (1,'dayudk9b4g7srl3rl2pzdvz20gmoa8v2','iPhone','2026-11-27 02:27:21.714000','2026-11-27 02:27:21.713000',NULL,1);
/*!40000 ALTER TABLE `accounts_device` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_family`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_family` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `name` longtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_family` WRITE;
/*!40000 ALTER TABLE `accounts_family` DISABLE KEYS */;
INSERT INTO `accounts_family` VALUES (1,'ecb082aef35a73cbd4f0','e1:9705a6385294bbe2:VscaDDVUQO4nCQjF4Xxeyy7M3HvJCBuZwrO6z8Ez_g==','2026-11-27 02:27:20.477000');
/*!40000 ALTER TABLE `accounts_family` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_invitation`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_invitation` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `token_hash` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `accepted_at` datetime(6) DEFAULT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `accepted_by_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `invited_by_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `token_hash` (`token_hash`),
  KEY `accounts_invitation_accepted_by_id_ba632539_fk_accounts_user_id` (`accepted_by_id`),
  KEY `accounts_invitation_family_id_15b9f009_fk_accounts_family_id` (`family_id`),
  KEY `accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id` (`invited_by_id`),
  CONSTRAINT `accounts_invitation_accepted_by_id_ba632539_fk_accounts_user_id` FOREIGN KEY (`accepted_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `accounts_invitation_family_id_15b9f009_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`),
  CONSTRAINT `accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id` FOREIGN KEY (`invited_by_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_invitation` WRITE;
/*!40000 ALTER TABLE `accounts_invitation` DISABLE KEYS */;
INSERT INTO `accounts_invitation` VALUES (1,'079e300cd0ed3c72be59','69411d23fe2be830b306318dc308089ce8ea0392fc4517817806795252f341d8','2026-11-27 02:27:20.497000','2026-12-11 02:27:20.496000','2026-11-27 02:27:20.797000',NULL,2,1,1);
INSERT INTO `accounts_invitation` VALUES (2,'b9f53c4c357ec13d79a4','61f2edc0886cde79b4811f86adbbcbe21ef6f43bfed6361cf5da3c97c274931d','2026-11-27 02:27:20.806000','2026-12-11 02:27:20.806000',NULL,NULL,NULL,1,1);
/*!40000 ALTER TABLE `accounts_invitation` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_personallink`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_personallink` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `token_hash` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `created_by_id` bigint(20) DEFAULT NULL,
  `user_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `token_hash` (`token_hash`),
  KEY `accounts_personallink_created_by_id_b274531a_fk_accounts_user_id` (`created_by_id`),
  KEY `accounts_personallink_user_id_9a9a8bec_fk_accounts_user_id` (`user_id`),
  CONSTRAINT `accounts_personallink_created_by_id_b274531a_fk_accounts_user_id` FOREIGN KEY (`created_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `accounts_personallink_user_id_9a9a8bec_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_personallink` WRITE;
/*!40000 ALTER TABLE `accounts_personallink` DISABLE KEYS */;
INSERT INTO `accounts_personallink` VALUES (1,'cd0ea29a1abfe3820996','034979bd5952839fc3ce200fcc5409e8bf6fbe1c48fb8d3b77e0a0ef9cc7b6b2','2026-11-27 02:27:21.044000',NULL,1,4);
/*!40000 ALTER TABLE `accounts_personallink` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `password` varchar(128) NOT NULL,
  `last_login` datetime(6) DEFAULT NULL,
  `is_superuser` tinyint(1) NOT NULL,
  `public_id` varchar(20) NOT NULL,
  `role` varchar(12) NOT NULL,
  `email` varchar(254) DEFAULT NULL,
  `display_name` longtext NOT NULL,
  `language` varchar(5) NOT NULL,
  `text_step` smallint(5) unsigned NOT NULL CHECK (`text_step` >= 0),
  `help_phone` longtext NOT NULL,
  `is_active` tinyint(1) NOT NULL,
  `is_staff` tinyint(1) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `helper_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `email` (`email`),
  KEY `members_of_family` (`family_id`,`role`),
  KEY `accounts_user_helper_id_b4ce2b74_fk_accounts_user_id` (`helper_id`),
  CONSTRAINT `accounts_user_family_id_02d48a7a_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`),
  CONSTRAINT `accounts_user_helper_id_b4ce2b74_fk_accounts_user_id` FOREIGN KEY (`helper_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user` WRITE;
/*!40000 ALTER TABLE `accounts_user` DISABLE KEYS */;
INSERT INTO `accounts_user` VALUES (1,'argon2$argon2id$v=19$m=102400,t=2,p=8$dWxaUDlGeDR4VzVTUUxaUUVlZzBrYQ$RBOgZ1Ev9LypDo55PV0NRJxa4ULqSos/BRIeNQ0yvW8','2026-11-27 02:27:21.643000',0,'e60597ff570a8dfa1073','owner','jieun@example.com','e1:9705a6385294bbe2:QgoH3UwXfL0w7P7-uV8texOc0_lYvCInrH2ZSfBVcWam','',2,'',1,0,'2026-11-27 02:27:20.479000',NULL,1);
INSERT INTO `accounts_user` VALUES (2,'argon2$argon2id$v=19$m=102400,t=2,p=8$Sk1VMWFOdk1mSnFldVlOM3prSzhHZg$Zyf9qcAQT4m5HLJj6IBlpz4oqFaf6SSHfNteUQHFflM',NULL,0,'b35202c048c86902542b','contributor','minsu@example.com','e1:9705a6385294bbe2:Ay8iZMjORxEB0lukymQY5yeMfK585Yzp8utlHrdU44Ud','',2,'',1,0,'2026-11-27 02:27:20.798000',NULL,1);
INSERT INTO `accounts_user` VALUES (3,'argon2$argon2id$v=19$m=102400,t=2,p=8$NGd0RTVFdW10S09SQkJqYmhOYzVEUg$aLNMpuWnRqOGtxvhFQETDdenTZGw+z0ViToAnXbco8s',NULL,1,'84ce7b0ed822934f8f8a','viewer','admin@example.com','e1:9705a6385294bbe2:b03ohgEfUx7NEdSeTh9nuwovcIG1N6w_X95IPBePe4fA','',2,'',1,1,'2026-11-27 02:27:21.034000',NULL,NULL);
INSERT INTO `accounts_user` VALUES (4,'!ls4kRDfEMolzMaDq87ejVQD7d9bKp63WxOPCSv93','2026-11-27 02:27:21.712000',0,'75a8e5650d9f6cd456a5','viewer',NULL,'e1:9705a6385294bbe2:otH3bNtLasV9EYOHPJr5uZeT1PLoaobAXU5ojENBG_aZhA==','ko',2,'e1:9705a6385294bbe2:MAOK6WzByAwaJ3at6e5P8NfZc5CB7aK3Fg9SY6ax_5LNvce-5v9yYNY=',1,0,'2026-11-27 02:27:21.044000',1,1);
/*!40000 ALTER TABLE `accounts_user` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user_groups`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user_groups` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `group_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_user_groups_user_id_group_id_59c0b32f_uniq` (`user_id`,`group_id`),
  KEY `accounts_user_groups_group_id_bd11a704_fk_auth_group_id` (`group_id`),
  CONSTRAINT `accounts_user_groups_group_id_bd11a704_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`),
  CONSTRAINT `accounts_user_groups_user_id_52b62117_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user_groups` WRITE;
/*!40000 ALTER TABLE `accounts_user_groups` DISABLE KEYS */;
/*!40000 ALTER TABLE `accounts_user_groups` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `accounts_user_user_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts_user_user_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq` (`user_id`,`permission_id`),
  KEY `accounts_user_user_p_permission_id_113bb443_fk_auth_perm` (`permission_id`),
  CONSTRAINT `accounts_user_user_p_permission_id_113bb443_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `accounts_user_user_p_user_id_e4f0a161_fk_accounts_` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts_user_user_permissions` WRITE;
/*!40000 ALTER TABLE `accounts_user_user_permissions` DISABLE KEYS */;
/*!40000 ALTER TABLE `accounts_user_user_permissions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_album`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_album` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `title` longtext NOT NULL,
  `description` longtext NOT NULL,
  `picture_count` int(10) unsigned NOT NULL CHECK (`picture_count` >= 0),
  `first_taken_at` datetime(6) DEFAULT NULL,
  `last_taken_at` datetime(6) DEFAULT NULL,
  `last_added_at` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `trashed_at` datetime(6) DEFAULT NULL,
  `created_by_id` bigint(20) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `cover_id` bigint(20) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  `delete_requested_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  KEY `albums_album_created_by_id_fb82c097_fk_accounts_user_id` (`created_by_id`),
  KEY `albums_album_cover_id_25cb93d2_fk_albums_picture_id` (`cover_id`),
  KEY `albums_on_shelf` (`family_id`,`trashed_at`,`created_at`,`id`),
  KEY `albums_in_trash` (`trashed_at`),
  CONSTRAINT `albums_album_cover_id_25cb93d2_fk_albums_picture_id` FOREIGN KEY (`cover_id`) REFERENCES `albums_picture` (`id`),
  CONSTRAINT `albums_album_created_by_id_fb82c097_fk_accounts_user_id` FOREIGN KEY (`created_by_id`) REFERENCES `accounts_user` (`id`),
  CONSTRAINT `albums_album_family_id_c1720cee_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_album` WRITE;
/*!40000 ALTER TABLE `albums_album` DISABLE KEYS */;
INSERT INTO `albums_album` VALUES (1,'ad82f1eb7d9c06ceb37d','e1:9705a6385294bbe2:1XqPo2lIOGsT4g8kdZbX9jBYXb4Yi78kN_DW5Atp7nghOUQnsQVsrza7Zv8=','e1:9705a6385294bbe2:r_2o1-swIZInCCn9blXRz-d09NBNqntkCdawGzCKnTL9rOtnELSisoD-rtIOs9an_A==',5,NULL,NULL,'2026-11-27 02:27:23.791000','2026-11-27 02:27:21.720000',NULL,1,1,1,829338218391197522,NULL);
INSERT INTO `albums_album` VALUES (2,'463210edae716066c012','e1:9705a6385294bbe2:gCBSV1kvDDyQ7mz9iW1NINdPqC-zhEcoOcFcTu2M1smJx5bBEFlGbAilcg==','',0,NULL,NULL,NULL,'2026-11-27 02:27:23.843000','2026-11-27 02:27:23.847000',2,1,NULL,4295198012021951530,NULL);
/*!40000 ALTER TABLE `albums_album` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_derivative`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_derivative` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `variant` varchar(8) NOT NULL,
  `width` int(10) unsigned NOT NULL CHECK (`width` >= 0),
  `height` int(10) unsigned NOT NULL CHECK (`height` >= 0),
  `file_id` bigint(20) NOT NULL,
  `picture_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `file_id` (`file_id`),
  UNIQUE KEY `one_of_each_variant` (`picture_id`,`variant`),
  CONSTRAINT `albums_derivative_file_id_7915937a_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`),
  CONSTRAINT `albums_derivative_picture_id_9d084f10_fk_albums_picture_id` FOREIGN KEY (`picture_id`) REFERENCES `albums_picture` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=19 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_derivative` WRITE;
/*!40000 ALTER TABLE `albums_derivative` DISABLE KEYS */;
INSERT INTO `albums_derivative` VALUES (1,'screen',500,375,7,1);
INSERT INTO `albums_derivative` VALUES (2,'page',500,375,8,1);
INSERT INTO `albums_derivative` VALUES (3,'thumb',480,360,9,1);
INSERT INTO `albums_derivative` VALUES (4,'screen',500,375,10,2);
INSERT INTO `albums_derivative` VALUES (5,'page',500,375,11,2);
INSERT INTO `albums_derivative` VALUES (6,'thumb',480,360,12,2);
INSERT INTO `albums_derivative` VALUES (7,'screen',500,375,13,3);
INSERT INTO `albums_derivative` VALUES (8,'page',500,375,14,3);
INSERT INTO `albums_derivative` VALUES (9,'thumb',480,360,15,3);
INSERT INTO `albums_derivative` VALUES (10,'screen',64,48,16,4);
INSERT INTO `albums_derivative` VALUES (11,'page',64,48,17,4);
INSERT INTO `albums_derivative` VALUES (12,'thumb',64,48,18,4);
INSERT INTO `albums_derivative` VALUES (13,'screen',64,48,19,5);
INSERT INTO `albums_derivative` VALUES (14,'page',64,48,20,5);
INSERT INTO `albums_derivative` VALUES (15,'thumb',64,48,21,5);
INSERT INTO `albums_derivative` VALUES (16,'screen',64,48,22,6);
INSERT INTO `albums_derivative` VALUES (17,'page',64,48,23,6);
INSERT INTO `albums_derivative` VALUES (18,'thumb',64,48,24,6);
/*!40000 ALTER TABLE `albums_derivative` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_emptying`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_emptying` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `until` datetime(6) NOT NULL,
  `requested_at` datetime(6) NOT NULL,
  `family_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `albums_emptying_family_id_b8632770_fk_accounts_family_id` (`family_id`),
  CONSTRAINT `albums_emptying_family_id_b8632770_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_emptying` WRITE;
/*!40000 ALTER TABLE `albums_emptying` DISABLE KEYS */;
INSERT INTO `albums_emptying` VALUES (1,'2026-11-27 02:27:23.815000','2026-11-27 02:27:23.833000',1);
/*!40000 ALTER TABLE `albums_emptying` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `albums_picture`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `albums_picture` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` varchar(20) NOT NULL,
  `sha256` varchar(64) NOT NULL,
  `name` longtext NOT NULL,
  `caption` longtext NOT NULL,
  `state` varchar(8) NOT NULL,
  `width` int(10) unsigned NOT NULL CHECK (`width` >= 0),
  `height` int(10) unsigned NOT NULL CHECK (`height` >= 0),
  `taken_at` datetime(6) DEFAULT NULL,
  `order_time` datetime(6) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `trashed_at` datetime(6) DEFAULT NULL,
  `album_id` bigint(20) NOT NULL,
  `file_id` bigint(20) NOT NULL,
  `uploaded_by_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `public_id` (`public_id`),
  UNIQUE KEY `file_id` (`file_id`),
  UNIQUE KEY `one_of_each_in_album` (`album_id`,`sha256`),
  KEY `albums_picture_uploaded_by_id_e329ed5d_fk_accounts_user_id` (`uploaded_by_id`),
  KEY `pictures_in_order` (`album_id`,`trashed_at`,`order_time`,`id`),
  KEY `pictures_in_trash` (`trashed_at`,`id`),
  KEY `pictures_by_state` (`state`,`id`),
  KEY `pictures_by_day` (`album_id`,`trashed_at`,`taken_at`),
  CONSTRAINT `albums_picture_album_id_8100f4b9_fk_albums_album_id` FOREIGN KEY (`album_id`) REFERENCES `albums_album` (`id`),
  CONSTRAINT `albums_picture_file_id_2504de55_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`),
  CONSTRAINT `albums_picture_uploaded_by_id_e329ed5d_fk_accounts_user_id` FOREIGN KEY (`uploaded_by_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `albums_picture` WRITE;
/*!40000 ALTER TABLE `albums_picture` DISABLE KEYS */;
INSERT INTO `albums_picture` VALUES (1,'f3edfbdacbf27e25263c','67d7d356929300acced4bdb14fcd109116da6e2429aada97cc25dcc73cecb484','e1:9705a6385294bbe2:O_4WDQ1tQFB0Bpqu-h-5iDM3AC7uDPLt7vWfO9bIscYB','e1:9705a6385294bbe2:VMMyIbmQCG1Ef0NSjAjntbow9S_Yj0vX-7rUOdDnrI7PMFCxFHAerS3ixQ==','ready',500,375,NULL,'2026-11-27 11:27:21.947000','2026-11-27 02:27:21.948000',NULL,1,1,1);
INSERT INTO `albums_picture` VALUES (2,'48d502795518521403b0','acf770f76c5775a9861f99f35ef2f0bb11550995beaa62f387e4b49a52614038','e1:9705a6385294bbe2:ecuNqINYHdicYgAZIWfvuPWjAabcGv6eWfULnyLuZP7V','e1:9705a6385294bbe2:mRVfDVtkFUBrn7UdZ9z8LHi550NVg2EgeDEFJHI7jo4LAZOON_I=','ready',500,375,NULL,'2026-11-27 11:27:21.990000','2026-11-27 02:27:21.990000',NULL,1,2,1);
INSERT INTO `albums_picture` VALUES (3,'8ee85d70715f375ba99d','4ce3ebf789d615f952709f1ca87bc5b0e617b154db74e44054592cf25b27e3a4','e1:9705a6385294bbe2:-Atj1VUKWfWq4eGKFdA_MZv7LR5Vc_924oLV4NAhEblj','e1:9705a6385294bbe2:NL7OMJvrO1JL_1Mrfhb0SZdlYAyRq77UH7tBdZg1uJsArNbH6nKYXx3hUSQ=','ready',500,375,NULL,'2026-11-27 11:27:22.022000','2026-11-27 02:27:22.023000',NULL,1,3,1);
INSERT INTO `albums_picture` VALUES (4,'ef54f0d3875af5578b71','108dd49977f0d9e5a943e7ec49a1aff7f1efc134eeb263ac8ba9f90c28906279','e1:9705a6385294bbe2:4Z6TVXxbgsQ9ouDstX7E_oYpg5aYYIRUvbETx9H7rVnc','e1:9705a6385294bbe2:1yLydSdtKeU1-BzxXlkMccRxM0wKlFLo1m0h7YKD8FvbDDCKmETF1Q==','ready',64,48,NULL,'2026-11-27 11:27:22.057000','2026-11-27 02:27:22.057000','2026-11-27 02:27:23.836000',1,4,1);
INSERT INTO `albums_picture` VALUES (5,'636183a0f22de08b7ecf','1c2c9752830afe9e44c039d926b2c6f8afa6f6d642e7d5bf167467f004f53560','e1:9705a6385294bbe2:Jr2zV-whe_c0xHU3loBRWiqB2AIwL6146mTjV56eZYQQ','','ready',64,48,NULL,'2026-11-27 11:27:22.094000','2026-11-27 02:27:22.094000','2026-11-27 02:27:23.815000',1,5,1);
INSERT INTO `albums_picture` VALUES (6,'279c309b44ac5cb0bc9f','7f74bb8f2c6ce47d44629d9de5bac85080982334792aea7872b2cb34f45cf186','e1:9705a6385294bbe2:n_vBwB6xKt9DZZM8GAbm4v_S25dxuPEdVmQ5Eusqt9xE','','ready',64,48,NULL,'2026-11-27 11:27:22.140000','2026-11-27 02:27:22.140000','2026-11-27 02:27:23.815000',1,6,1);
INSERT INTO `albums_picture` VALUES (7,'bd4da13a17ab3af436c6','2207b98b983d4e1e3df2d5726e0d0bd4742e6d8fe78b3a402ecc661403404fa7','e1:9705a6385294bbe2:EluKhO9KLBsHc_ORUnHuW4FtHvBG20NF3SDNSFDxI6q4','e1:9705a6385294bbe2:lTExsW9ejhT_0TPHMCEH2Cn6Ix_a5sYGnPkDMi0zWdyINQLu','waiting',64,48,NULL,'2026-11-27 11:27:23.696000','2026-11-27 02:27:23.696000',NULL,1,25,1);
INSERT INTO `albums_picture` VALUES (8,'215ff04debc3264837af','139fe1608a3250ee45b3338794875ef053b1fb41211710e258cf230720f98832','e1:9705a6385294bbe2:iyn5xCBzXrjKID88h6LYhVnLrLpiiL52rMb9klHsl5uC','e1:9705a6385294bbe2:pppXqwUoR2s6nROVf_xOmtmn2Uo9HErGGhMvcBmU9NEZ_Gs=','waiting',64,48,NULL,'2026-11-27 11:27:23.792000','2026-11-27 02:27:23.792000',NULL,1,26,1);
/*!40000 ALTER TABLE `albums_picture` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `alerts_alert`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `alerts_alert` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(40) NOT NULL,
  `summary` varchar(200) NOT NULL,
  `count` int(10) unsigned NOT NULL CHECK (`count` >= 0),
  `look_at` varchar(100) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_at` datetime(6) NOT NULL,
  `webhook_lease` uuid DEFAULT NULL,
  `webhook_sent_at` datetime(6) DEFAULT NULL,
  `mail_lease` uuid DEFAULT NULL,
  `mail_sent_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `alerts_to_count_up` (`kind`,`summary`,`webhook_sent_at`),
  KEY `alerts_for_webhook` (`webhook_sent_at`,`kind`),
  KEY `alerts_for_mail` (`mail_sent_at`,`kind`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `alerts_alert` WRITE;
/*!40000 ALTER TABLE `alerts_alert` DISABLE KEYS */;
INSERT INTO `alerts_alert` VALUES (1,'damaged copies','missing in backup',1,'/admin/storage/filecopy/?damage__exact=missing','','2026-11-27 02:27:22.992000','2026-11-27 02:27:22.992000',NULL,NULL,NULL,NULL);
INSERT INTO `alerts_alert` VALUES (2,'damaged copies','missing in backup',1,'/admin/storage/filecopy/?damage__exact=missing','','2026-11-27 02:27:23.174000','2026-11-27 02:27:23.174000',NULL,NULL,NULL,NULL);
INSERT INTO `alerts_alert` VALUES (3,'dead letters','albums.make_derivatives: WorkerDied',1,'/admin/outbox/deadletter/','','2026-11-27 02:27:23.760000','2026-11-27 02:27:23.760000',NULL,NULL,NULL,NULL);
/*!40000 ALTER TABLE `alerts_alert` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `alerts_outlet`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `alerts_outlet` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(40) NOT NULL,
  `channel` varchar(10) NOT NULL,
  `due_at` datetime(6) NOT NULL,
  `lease` uuid DEFAULT NULL,
  `failures` int(10) unsigned NOT NULL CHECK (`failures` >= 0),
  `error` varchar(200) NOT NULL,
  `sent_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_outlet_per_channel` (`kind`,`channel`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `alerts_outlet` WRITE;
/*!40000 ALTER TABLE `alerts_outlet` DISABLE KEYS */;
/*!40000 ALTER TABLE `alerts_outlet` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_group`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(150) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_group` WRITE;
/*!40000 ALTER TABLE `auth_group` DISABLE KEYS */;
INSERT INTO `auth_group` VALUES (1,'Helpers');
/*!40000 ALTER TABLE `auth_group` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_group_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `group_id` int(11) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_group_permissions_group_id_permission_id_0cd325b0_uniq` (`group_id`,`permission_id`),
  KEY `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` (`permission_id`),
  CONSTRAINT `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `auth_group_permissions_group_id_b120cbf9_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_group_permissions` WRITE;
/*!40000 ALTER TABLE `auth_group_permissions` DISABLE KEYS */;
/*!40000 ALTER TABLE `auth_group_permissions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `auth_permission`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_permission` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `content_type_id` int(11) NOT NULL,
  `codename` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_permission_content_type_id_codename_01ab375a_uniq` (`content_type_id`,`codename`),
  CONSTRAINT `auth_permission_content_type_id_2f476e4b_fk_django_co` FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=113 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `auth_permission` WRITE;
/*!40000 ALTER TABLE `auth_permission` DISABLE KEYS */;
INSERT INTO `auth_permission` VALUES (1,'Can add family',1,'add_family');
INSERT INTO `auth_permission` VALUES (2,'Can change family',1,'change_family');
INSERT INTO `auth_permission` VALUES (3,'Can delete family',1,'delete_family');
INSERT INTO `auth_permission` VALUES (4,'Can view family',1,'view_family');
INSERT INTO `auth_permission` VALUES (5,'Can add member',2,'add_user');
INSERT INTO `auth_permission` VALUES (6,'Can change member',2,'change_user');
INSERT INTO `auth_permission` VALUES (7,'Can delete member',2,'delete_user');
INSERT INTO `auth_permission` VALUES (8,'Can view member',2,'view_user');
INSERT INTO `auth_permission` VALUES (9,'Can add invitation',3,'add_invitation');
INSERT INTO `auth_permission` VALUES (10,'Can change invitation',3,'change_invitation');
INSERT INTO `auth_permission` VALUES (11,'Can delete invitation',3,'delete_invitation');
INSERT INTO `auth_permission` VALUES (12,'Can view invitation',3,'view_invitation');
INSERT INTO `auth_permission` VALUES (13,'Can add personal link',4,'add_personallink');
INSERT INTO `auth_permission` VALUES (14,'Can change personal link',4,'change_personallink');
INSERT INTO `auth_permission` VALUES (15,'Can delete personal link',4,'delete_personallink');
INSERT INTO `auth_permission` VALUES (16,'Can view personal link',4,'view_personallink');
INSERT INTO `auth_permission` VALUES (17,'Can add device',5,'add_device');
INSERT INTO `auth_permission` VALUES (18,'Can change device',5,'change_device');
INSERT INTO `auth_permission` VALUES (19,'Can delete device',5,'delete_device');
INSERT INTO `auth_permission` VALUES (20,'Can view device',5,'view_device');
INSERT INTO `auth_permission` VALUES (21,'Can add derivative',6,'add_derivative');
INSERT INTO `auth_permission` VALUES (22,'Can change derivative',6,'change_derivative');
INSERT INTO `auth_permission` VALUES (23,'Can delete derivative',6,'delete_derivative');
INSERT INTO `auth_permission` VALUES (24,'Can view derivative',6,'view_derivative');
INSERT INTO `auth_permission` VALUES (25,'Can add picture',7,'add_picture');
INSERT INTO `auth_permission` VALUES (26,'Can change picture',7,'change_picture');
INSERT INTO `auth_permission` VALUES (27,'Can delete picture',7,'delete_picture');
INSERT INTO `auth_permission` VALUES (28,'Can view picture',7,'view_picture');
INSERT INTO `auth_permission` VALUES (29,'Can add album',8,'add_album');
INSERT INTO `auth_permission` VALUES (30,'Can change album',8,'change_album');
INSERT INTO `auth_permission` VALUES (31,'Can delete album',8,'delete_album');
INSERT INTO `auth_permission` VALUES (32,'Can view album',8,'view_album');
INSERT INTO `auth_permission` VALUES (33,'Can add emptying of the trash',9,'add_emptying');
INSERT INTO `auth_permission` VALUES (34,'Can change emptying of the trash',9,'change_emptying');
INSERT INTO `auth_permission` VALUES (35,'Can delete emptying of the trash',9,'delete_emptying');
INSERT INTO `auth_permission` VALUES (36,'Can view emptying of the trash',9,'view_emptying');
INSERT INTO `auth_permission` VALUES (37,'Can add usage',10,'add_usage');
INSERT INTO `auth_permission` VALUES (38,'Can change usage',10,'change_usage');
INSERT INTO `auth_permission` VALUES (39,'Can delete usage',10,'delete_usage');
INSERT INTO `auth_permission` VALUES (40,'Can view usage',10,'view_usage');
INSERT INTO `auth_permission` VALUES (41,'Can add stored file',11,'add_storedfile');
INSERT INTO `auth_permission` VALUES (42,'Can change stored file',11,'change_storedfile');
INSERT INTO `auth_permission` VALUES (43,'Can delete stored file',11,'delete_storedfile');
INSERT INTO `auth_permission` VALUES (44,'Can view stored file',11,'view_storedfile');
INSERT INTO `auth_permission` VALUES (45,'Can add copy',12,'add_filecopy');
INSERT INTO `auth_permission` VALUES (46,'Can change copy',12,'change_filecopy');
INSERT INTO `auth_permission` VALUES (47,'Can delete copy',12,'delete_filecopy');
INSERT INTO `auth_permission` VALUES (48,'Can view copy',12,'view_filecopy');
INSERT INTO `auth_permission` VALUES (49,'Can add event of a file',13,'add_fileevent');
INSERT INTO `auth_permission` VALUES (50,'Can change event of a file',13,'change_fileevent');
INSERT INTO `auth_permission` VALUES (51,'Can delete event of a file',13,'delete_fileevent');
INSERT INTO `auth_permission` VALUES (52,'Can view event of a file',13,'view_fileevent');
INSERT INTO `auth_permission` VALUES (53,'Can add restoration',14,'add_restoration');
INSERT INTO `auth_permission` VALUES (54,'Can change restoration',14,'change_restoration');
INSERT INTO `auth_permission` VALUES (55,'Can delete restoration',14,'delete_restoration');
INSERT INTO `auth_permission` VALUES (56,'Can view restoration',14,'view_restoration');
INSERT INTO `auth_permission` VALUES (57,'Can add message',15,'add_message');
INSERT INTO `auth_permission` VALUES (58,'Can change message',15,'change_message');
INSERT INTO `auth_permission` VALUES (59,'Can delete message',15,'delete_message');
INSERT INTO `auth_permission` VALUES (60,'Can view message',15,'view_message');
INSERT INTO `auth_permission` VALUES (61,'Can add dead letter',16,'add_deadletter');
INSERT INTO `auth_permission` VALUES (62,'Can change dead letter',16,'change_deadletter');
INSERT INTO `auth_permission` VALUES (63,'Can delete dead letter',16,'delete_deadletter');
INSERT INTO `auth_permission` VALUES (64,'Can view dead letter',16,'view_deadletter');
INSERT INTO `auth_permission` VALUES (65,'Can add alert',17,'add_alert');
INSERT INTO `auth_permission` VALUES (66,'Can change alert',17,'change_alert');
INSERT INTO `auth_permission` VALUES (67,'Can delete alert',17,'delete_alert');
INSERT INTO `auth_permission` VALUES (68,'Can view alert',17,'view_alert');
INSERT INTO `auth_permission` VALUES (69,'Can add outlet of alerts',18,'add_outlet');
INSERT INTO `auth_permission` VALUES (70,'Can change outlet of alerts',18,'change_outlet');
INSERT INTO `auth_permission` VALUES (71,'Can delete outlet of alerts',18,'delete_outlet');
INSERT INTO `auth_permission` VALUES (72,'Can view outlet of alerts',18,'view_outlet');
INSERT INTO `auth_permission` VALUES (73,'Can add encryption key',19,'add_keynote');
INSERT INTO `auth_permission` VALUES (74,'Can change encryption key',19,'change_keynote');
INSERT INTO `auth_permission` VALUES (75,'Can delete encryption key',19,'delete_keynote');
INSERT INTO `auth_permission` VALUES (76,'Can view encryption key',19,'view_keynote');
INSERT INTO `auth_permission` VALUES (77,'Can add log entry',20,'add_logentry');
INSERT INTO `auth_permission` VALUES (78,'Can change log entry',20,'change_logentry');
INSERT INTO `auth_permission` VALUES (79,'Can delete log entry',20,'delete_logentry');
INSERT INTO `auth_permission` VALUES (80,'Can view log entry',20,'view_logentry');
INSERT INTO `auth_permission` VALUES (81,'Can add permission',21,'add_permission');
INSERT INTO `auth_permission` VALUES (82,'Can change permission',21,'change_permission');
INSERT INTO `auth_permission` VALUES (83,'Can delete permission',21,'delete_permission');
INSERT INTO `auth_permission` VALUES (84,'Can view permission',21,'view_permission');
INSERT INTO `auth_permission` VALUES (85,'Can add group',22,'add_group');
INSERT INTO `auth_permission` VALUES (86,'Can change group',22,'change_group');
INSERT INTO `auth_permission` VALUES (87,'Can delete group',22,'delete_group');
INSERT INTO `auth_permission` VALUES (88,'Can view group',22,'view_group');
INSERT INTO `auth_permission` VALUES (89,'Can add content type',23,'add_contenttype');
INSERT INTO `auth_permission` VALUES (90,'Can change content type',23,'change_contenttype');
INSERT INTO `auth_permission` VALUES (91,'Can delete content type',23,'delete_contenttype');
INSERT INTO `auth_permission` VALUES (92,'Can view content type',23,'view_contenttype');
INSERT INTO `auth_permission` VALUES (93,'Can add session',24,'add_session');
INSERT INTO `auth_permission` VALUES (94,'Can change session',24,'change_session');
INSERT INTO `auth_permission` VALUES (95,'Can delete session',24,'delete_session');
INSERT INTO `auth_permission` VALUES (96,'Can view session',24,'view_session');
INSERT INTO `auth_permission` VALUES (97,'Can add access attempt',25,'add_accessattempt');
INSERT INTO `auth_permission` VALUES (98,'Can change access attempt',25,'change_accessattempt');
INSERT INTO `auth_permission` VALUES (99,'Can delete access attempt',25,'delete_accessattempt');
INSERT INTO `auth_permission` VALUES (100,'Can view access attempt',25,'view_accessattempt');
INSERT INTO `auth_permission` VALUES (101,'Can add access log',26,'add_accesslog');
INSERT INTO `auth_permission` VALUES (102,'Can change access log',26,'change_accesslog');
INSERT INTO `auth_permission` VALUES (103,'Can delete access log',26,'delete_accesslog');
INSERT INTO `auth_permission` VALUES (104,'Can view access log',26,'view_accesslog');
INSERT INTO `auth_permission` VALUES (105,'Can add access failure',27,'add_accessfailurelog');
INSERT INTO `auth_permission` VALUES (106,'Can change access failure',27,'change_accessfailurelog');
INSERT INTO `auth_permission` VALUES (107,'Can delete access failure',27,'delete_accessfailurelog');
INSERT INTO `auth_permission` VALUES (108,'Can view access failure',27,'view_accessfailurelog');
INSERT INTO `auth_permission` VALUES (109,'Can add access attempt expiration',28,'add_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (110,'Can change access attempt expiration',28,'change_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (111,'Can delete access attempt expiration',28,'delete_accessattemptexpiration');
INSERT INTO `auth_permission` VALUES (112,'Can view access attempt expiration',28,'view_accessattemptexpiration');
/*!40000 ALTER TABLE `auth_permission` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessattempt`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessattempt` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `get_data` longtext NOT NULL,
  `post_data` longtext NOT NULL,
  `failures_since_start` int(10) unsigned NOT NULL CHECK (`failures_since_start` >= 0),
  PRIMARY KEY (`id`),
  UNIQUE KEY `axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq` (`username`,`ip_address`,`user_agent`),
  KEY `axes_accessattempt_ip_address_10922d9c` (`ip_address`),
  KEY `axes_accessattempt_user_agent_ad89678b` (`user_agent`),
  KEY `axes_accessattempt_username_3f2d4ca0` (`username`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessattempt` WRITE;
/*!40000 ALTER TABLE `axes_accessattempt` DISABLE KEYS */;
INSERT INTO `axes_accessattempt` VALUES (1,'<unknown>','127.0.0.1','minsu@example.com','<unknown>','/accounts/login/','2026-11-27 02:27:21.583000','','username=minsu@example.com\npassword=********************',1);
/*!40000 ALTER TABLE `axes_accessattempt` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessattemptexpiration`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessattemptexpiration` (
  `access_attempt_id` int(11) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`access_attempt_id`),
  CONSTRAINT `axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce` FOREIGN KEY (`access_attempt_id`) REFERENCES `axes_accessattempt` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessattemptexpiration` WRITE;
/*!40000 ALTER TABLE `axes_accessattemptexpiration` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accessattemptexpiration` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accessfailurelog`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accessfailurelog` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `locked_out` tinyint(1) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `axes_accessfailurelog_user_agent_ea145dda` (`user_agent`),
  KEY `axes_accessfailurelog_ip_address_2e9f5a7f` (`ip_address`),
  KEY `axes_accessfailurelog_username_a8b7e8a4` (`username`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accessfailurelog` WRITE;
/*!40000 ALTER TABLE `axes_accessfailurelog` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accessfailurelog` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `axes_accesslog`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `axes_accesslog` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `user_agent` varchar(255) NOT NULL,
  `ip_address` char(39) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `http_accept` varchar(1025) NOT NULL,
  `path_info` varchar(255) NOT NULL,
  `attempt_time` datetime(6) NOT NULL,
  `logout_time` datetime(6) DEFAULT NULL,
  `session_hash` varchar(64) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `axes_accesslog_ip_address_86b417e5` (`ip_address`),
  KEY `axes_accesslog_user_agent_0e659004` (`user_agent`),
  KEY `axes_accesslog_username_df93064b` (`username`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `axes_accesslog` WRITE;
/*!40000 ALTER TABLE `axes_accesslog` DISABLE KEYS */;
/*!40000 ALTER TABLE `axes_accesslog` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_admin_log`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_admin_log` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `action_time` datetime(6) NOT NULL,
  `object_id` longtext DEFAULT NULL,
  `object_repr` varchar(200) NOT NULL,
  `action_flag` smallint(5) unsigned NOT NULL CHECK (`action_flag` >= 0),
  `change_message` longtext NOT NULL,
  `content_type_id` int(11) DEFAULT NULL,
  `user_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `django_admin_log_content_type_id_c4bce8eb_fk_django_co` (`content_type_id`),
  KEY `django_admin_log_user_id_c564eba6_fk_accounts_user_id` (`user_id`),
  CONSTRAINT `django_admin_log_content_type_id_c4bce8eb_fk_django_co` FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`),
  CONSTRAINT `django_admin_log_user_id_c564eba6_fk_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_admin_log` WRITE;
/*!40000 ALTER TABLE `django_admin_log` DISABLE KEYS */;
/*!40000 ALTER TABLE `django_admin_log` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_content_type`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_content_type` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `app_label` varchar(100) NOT NULL,
  `model` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `django_content_type_app_label_model_76bd3d3b_uniq` (`app_label`,`model`)
) ENGINE=InnoDB AUTO_INCREMENT=29 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_content_type` WRITE;
/*!40000 ALTER TABLE `django_content_type` DISABLE KEYS */;
INSERT INTO `django_content_type` VALUES (5,'accounts','device');
INSERT INTO `django_content_type` VALUES (1,'accounts','family');
INSERT INTO `django_content_type` VALUES (3,'accounts','invitation');
INSERT INTO `django_content_type` VALUES (4,'accounts','personallink');
INSERT INTO `django_content_type` VALUES (2,'accounts','user');
INSERT INTO `django_content_type` VALUES (20,'admin','logentry');
INSERT INTO `django_content_type` VALUES (8,'albums','album');
INSERT INTO `django_content_type` VALUES (6,'albums','derivative');
INSERT INTO `django_content_type` VALUES (9,'albums','emptying');
INSERT INTO `django_content_type` VALUES (7,'albums','picture');
INSERT INTO `django_content_type` VALUES (17,'alerts','alert');
INSERT INTO `django_content_type` VALUES (18,'alerts','outlet');
INSERT INTO `django_content_type` VALUES (22,'auth','group');
INSERT INTO `django_content_type` VALUES (21,'auth','permission');
INSERT INTO `django_content_type` VALUES (25,'axes','accessattempt');
INSERT INTO `django_content_type` VALUES (28,'axes','accessattemptexpiration');
INSERT INTO `django_content_type` VALUES (27,'axes','accessfailurelog');
INSERT INTO `django_content_type` VALUES (26,'axes','accesslog');
INSERT INTO `django_content_type` VALUES (23,'contenttypes','contenttype');
INSERT INTO `django_content_type` VALUES (19,'encryption','keynote');
INSERT INTO `django_content_type` VALUES (16,'outbox','deadletter');
INSERT INTO `django_content_type` VALUES (15,'outbox','message');
INSERT INTO `django_content_type` VALUES (24,'sessions','session');
INSERT INTO `django_content_type` VALUES (12,'storage','filecopy');
INSERT INTO `django_content_type` VALUES (13,'storage','fileevent');
INSERT INTO `django_content_type` VALUES (14,'storage','restoration');
INSERT INTO `django_content_type` VALUES (11,'storage','storedfile');
INSERT INTO `django_content_type` VALUES (10,'storage','usage');
/*!40000 ALTER TABLE `django_content_type` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_migrations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_migrations` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `app` varchar(255) NOT NULL,
  `name` varchar(255) NOT NULL,
  `applied` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=53 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_migrations` WRITE;
/*!40000 ALTER TABLE `django_migrations` DISABLE KEYS */;
INSERT INTO `django_migrations` VALUES (1,'contenttypes','0001_initial','2026-11-27 02:27:40.970813');
INSERT INTO `django_migrations` VALUES (2,'contenttypes','0002_remove_content_type_name','2026-11-27 02:27:41.021212');
INSERT INTO `django_migrations` VALUES (3,'auth','0001_initial','2026-11-27 02:27:41.329137');
INSERT INTO `django_migrations` VALUES (4,'auth','0002_alter_permission_name_max_length','2026-11-27 02:27:41.413598');
INSERT INTO `django_migrations` VALUES (5,'auth','0003_alter_user_email_max_length','2026-11-27 02:27:41.423744');
INSERT INTO `django_migrations` VALUES (6,'auth','0004_alter_user_username_opts','2026-11-27 02:27:41.428161');
INSERT INTO `django_migrations` VALUES (7,'auth','0005_alter_user_last_login_null','2026-11-27 02:27:41.434644');
INSERT INTO `django_migrations` VALUES (8,'auth','0006_require_contenttypes_0002','2026-11-27 02:27:41.439943');
INSERT INTO `django_migrations` VALUES (9,'auth','0007_alter_validators_add_error_messages','2026-11-27 02:27:41.450928');
INSERT INTO `django_migrations` VALUES (10,'auth','0008_alter_user_username_max_length','2026-11-27 02:27:41.459828');
INSERT INTO `django_migrations` VALUES (11,'auth','0009_alter_user_last_name_max_length','2026-11-27 02:27:41.466787');
INSERT INTO `django_migrations` VALUES (12,'auth','0010_alter_group_name_max_length','2026-11-27 02:27:41.531376');
INSERT INTO `django_migrations` VALUES (13,'auth','0011_update_proxy_permissions','2026-11-27 02:27:41.547423');
INSERT INTO `django_migrations` VALUES (14,'auth','0012_alter_user_first_name_max_length','2026-11-27 02:27:41.559608');
INSERT INTO `django_migrations` VALUES (15,'accounts','0001_initial','2026-11-27 02:27:42.359882');
INSERT INTO `django_migrations` VALUES (16,'admin','0001_initial','2026-11-27 02:27:42.383856');
INSERT INTO `django_migrations` VALUES (17,'admin','0002_logentry_remove_auto_add','2026-11-27 02:27:42.393464');
INSERT INTO `django_migrations` VALUES (18,'admin','0003_logentry_add_action_flag_choices','2026-11-27 02:27:42.401219');
INSERT INTO `django_migrations` VALUES (19,'accounts','0002_encrypted_columns','2026-11-27 02:27:42.646545');
INSERT INTO `django_migrations` VALUES (20,'accounts','0003_encrypt_rows','2026-11-27 02:27:42.694183');
INSERT INTO `django_migrations` VALUES (21,'storage','0001_initial','2026-11-27 02:27:43.083007');
INSERT INTO `django_migrations` VALUES (22,'storage','0002_encryption_and_care','2026-11-27 02:27:43.136045');
INSERT INTO `django_migrations` VALUES (23,'storage','0003_file_events','2026-11-27 02:27:43.148072');
INSERT INTO `django_migrations` VALUES (24,'storage','0004_care','2026-11-27 02:27:43.164437');
INSERT INTO `django_migrations` VALUES (25,'storage','0005_verified_when_stored','2026-11-27 02:27:43.176667');
INSERT INTO `django_migrations` VALUES (26,'albums','0001_initial','2026-11-27 02:27:43.298089');
INSERT INTO `django_migrations` VALUES (27,'albums','0002_initial','2026-11-27 02:27:43.793370');
INSERT INTO `django_migrations` VALUES (28,'albums','0003_encrypted_columns','2026-11-27 02:27:43.975030');
INSERT INTO `django_migrations` VALUES (29,'albums','0004_encrypt_rows','2026-11-27 02:27:44.017999');
INSERT INTO `django_migrations` VALUES (30,'albums','0005_find_by_state','2026-11-27 02:27:44.099590');
INSERT INTO `django_migrations` VALUES (31,'albums','0006_album_version','2026-11-27 02:27:44.138061');
INSERT INTO `django_migrations` VALUES (32,'albums','0007_deleting_in_batches','2026-11-27 02:27:44.189469');
INSERT INTO `django_migrations` VALUES (33,'albums','0008_pictures_by_day','2026-11-27 02:27:44.212107');
INSERT INTO `django_migrations` VALUES (34,'alerts','0001_initial','2026-11-27 02:27:44.235912');
INSERT INTO `django_migrations` VALUES (35,'axes','0001_initial','2026-11-27 02:27:44.245623');
INSERT INTO `django_migrations` VALUES (36,'axes','0002_auto_20151217_2044','2026-11-27 02:27:44.772071');
INSERT INTO `django_migrations` VALUES (37,'axes','0003_auto_20160322_0929','2026-11-27 02:27:44.798819');
INSERT INTO `django_migrations` VALUES (38,'axes','0004_auto_20181024_1538','2026-11-27 02:27:44.818386');
INSERT INTO `django_migrations` VALUES (39,'axes','0005_remove_accessattempt_trusted','2026-11-27 02:27:44.896063');
INSERT INTO `django_migrations` VALUES (40,'axes','0006_remove_accesslog_trusted','2026-11-27 02:27:44.969322');
INSERT INTO `django_migrations` VALUES (41,'axes','0007_alter_accessattempt_unique_together','2026-11-27 02:27:45.034133');
INSERT INTO `django_migrations` VALUES (42,'axes','0008_accessfailurelog','2026-11-27 02:27:45.280059');
INSERT INTO `django_migrations` VALUES (43,'axes','0009_add_session_hash','2026-11-27 02:27:45.408141');
INSERT INTO `django_migrations` VALUES (44,'axes','0010_accessattemptexpiration','2026-11-27 02:27:45.520015');
INSERT INTO `django_migrations` VALUES (45,'encryption','0001_key_notes','2026-11-27 02:27:45.568235');
INSERT INTO `django_migrations` VALUES (46,'outbox','0001_initial','2026-11-27 02:27:45.800086');
INSERT INTO `django_migrations` VALUES (47,'outbox','0002_dead_letters','2026-11-27 02:27:45.992029');
INSERT INTO `django_migrations` VALUES (48,'sessions','0001_initial','2026-11-27 02:27:46.104019');
INSERT INTO `django_migrations` VALUES (49,'storage','0006_find_by_sha256','2026-11-27 02:27:46.280774');
INSERT INTO `django_migrations` VALUES (50,'storage','0007_places','2026-11-27 02:27:46.384222');
INSERT INTO `django_migrations` VALUES (51,'storage','0008_fill_places','2026-11-27 02:27:46.447147');
INSERT INTO `django_migrations` VALUES (52,'storage','0009_find_by_places','2026-11-27 02:27:46.548158');
/*!40000 ALTER TABLE `django_migrations` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `django_session`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_session` (
  `session_key` varchar(40) NOT NULL,
  `session_data` longtext NOT NULL,
  `expire_date` datetime(6) NOT NULL,
  PRIMARY KEY (`session_key`),
  KEY `django_session_expire_date_a5c62663` (`expire_date`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `django_session` WRITE;
/*!40000 ALTER TABLE `django_session` DISABLE KEYS */;
INSERT INTO `django_session` VALUES ('dayudk9b4g7srl3rl2pzdvz20gmoa8v2','.eJxVjckKwjAURf8laynPJM1runTvN4QMLzSIrWQQRfx3I3Shu8u504sZ2-piWqFsUmAzk-zwy5z1F1q_hvV-a2stw47KcKaro3zaE3-1xZaldwKKEY8CAILkiMGCnJxyQXvSuqvI46hQRydpkhAnlCI4RRpGBVxH6qOB7skTm2tu1C8KlZK21dDjlvKTzUoA8r4P7w8aXUFj:1xWlgH:u6ACvDkwiQmi8yG6jGOt_6NqmQYWYDpTuwy2cc9HaAI','2046-11-22 02:27:21.713000');
INSERT INTO `django_session` VALUES ('g6zbst2sytmu3laynmws871t9r4pqakd','.eJxVizsOwjAMQO-SGVXOz3EY2XuGyElcBSGK1DQT4u6A1AHW93mqxGNvaXTZ0rWqs9Lq9Msyl5usX8GlPMa69-lAfZrlnmW7HMXf1ri3z5OjlACIBIQOAnJhioYp-2UBMBUr6-AcMItBb8ma6CxEJh-Ctj6r1xtrmDMI:1xWlgH:kPANuP3Pu9lyFQoIk9e-uSSoB8t_NxxBdcKbTQjyCKU','2028-01-01 02:27:21.644000');
/*!40000 ALTER TABLE `django_session` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `encryption_keynote`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `encryption_keynote` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `variable` varchar(40) NOT NULL,
  `key_id` varchar(16) NOT NULL,
  `first_used_at` datetime(6) NOT NULL,
  `retired_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_note_for_each_key` (`variable`,`key_id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `encryption_keynote` WRITE;
/*!40000 ALTER TABLE `encryption_keynote` DISABLE KEYS */;
INSERT INTO `encryption_keynote` VALUES (1,'FILE_ENCRYPTION_KEYS','8655ad2fad822629','2026-11-27 02:27:17.890000',NULL);
INSERT INTO `encryption_keynote` VALUES (2,'FIELD_ENCRYPTION_KEYS','9705a6385294bbe2','2026-11-27 02:27:17.896000',NULL);
/*!40000 ALTER TABLE `encryption_keynote` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `outbox_deadletter`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `outbox_deadletter` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `fingerprint` varchar(64) NOT NULL,
  `state` varchar(8) NOT NULL,
  `task` varchar(200) NOT NULL,
  `queue` varchar(100) NOT NULL,
  `arguments` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`arguments`)),
  `body` longtext NOT NULL,
  `error` longtext NOT NULL,
  `traceback` longtext NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `count` int(10) unsigned NOT NULL CHECK (`count` >= 0),
  `first_failed_at` datetime(6) NOT NULL,
  `last_failed_at` datetime(6) NOT NULL,
  `replay_at` datetime(6) DEFAULT NULL,
  `reason` varchar(500) NOT NULL,
  `settled_at` datetime(6) DEFAULT NULL,
  `settled_by` varchar(150) NOT NULL,
  `message_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `fingerprint` (`fingerprint`),
  UNIQUE KEY `message_id` (`message_id`),
  KEY `dead_letters_open` (`state`,`replay_at`),
  CONSTRAINT `outbox_deadletter_message_id_3555a06a_fk_outbox_message_id` FOREIGN KEY (`message_id`) REFERENCES `outbox_message` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `outbox_deadletter` WRITE;
/*!40000 ALTER TABLE `outbox_deadletter` DISABLE KEYS */;
INSERT INTO `outbox_deadletter` VALUES (1,'0ebb8a27455d44d6aaa91b62bd94f7dd','open','albums.make_derivatives','pictures','{\"picture_id\": 7}','','WorkerDied: its worker ended 4 times in the middle of it','outbox.failing.WorkerDied: its worker ended 4 times in the middle of it\n','2ac25af16464fa49',1,'2026-11-27 02:27:23.752000','2026-11-27 02:27:23.754000',NULL,'',NULL,'',24);
/*!40000 ALTER TABLE `outbox_deadletter` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `outbox_message`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `outbox_message` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `uid` uuid NOT NULL,
  `task` varchar(80) NOT NULL,
  `arguments` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`arguments`)),
  `queue` varchar(20) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `state` varchar(8) NOT NULL,
  `due_at` datetime(6) NOT NULL,
  `lease` uuid DEFAULT NULL,
  `attempts` int(10) unsigned NOT NULL CHECK (`attempts` >= 0),
  `failures` int(10) unsigned NOT NULL CHECK (`failures` >= 0),
  `error` longtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `sent_at` datetime(6) DEFAULT NULL,
  `done_at` datetime(6) DEFAULT NULL,
  `begun` int(10) unsigned NOT NULL CHECK (`begun` >= 0),
  `first_failed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uid` (`uid`),
  KEY `messages_due` (`state`,`due_at`),
  KEY `messages_by_lease` (`lease`),
  KEY `messages_done` (`state`,`done_at`)
) ENGINE=InnoDB AUTO_INCREMENT=29 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `outbox_message` WRITE;
/*!40000 ALTER TABLE `outbox_message` DISABLE KEYS */;
INSERT INTO `outbox_message` VALUES (1,'9fe9cc6e-2560-4945-aedf-a5d6dc0046cb','albums.make_derivatives','{\"picture_id\": 1}','pictures','9342a1d244b2bb52','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:21.950000',NULL,'2026-11-27 02:27:22.345000',1,NULL);
INSERT INTO `outbox_message` VALUES (2,'64e04e96-c600-40df-9a4a-3bdbf1e58094','storage.record_history','{\"events\": [{\"id\": \"18ebc5dfeb9fdf2f5947da6bee740f60\", \"at\": \"2026-11-27T02:27:21.935741+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"9342a1d244b2bb52\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dfeba0dac39b5438acdd8da73c\", \"at\": \"2026-11-27T02:27:21.958847+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"9342a1d244b2bb52\"}, {\"id\": \"18ebc5dfeba12a82646d994d361944a4\", \"at\": \"2026-11-27T02:27:21.958863+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"9342a1d244b2bb52\"}, {\"id\": \"18ebc5dfeba165934ed6d129e4774ef9\", \"at\": \"2026-11-27T02:27:21.958879+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"9342a1d244b2bb52\"}]}','files','9342a1d244b2bb52','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:21.959000',NULL,'2026-11-27 02:27:22.407000',1,NULL);
INSERT INTO `outbox_message` VALUES (3,'794f3fc7-9712-4328-9341-5c6ac15a057c','albums.make_derivatives','{\"picture_id\": 2}','pictures','83fe4675a76fb3ee','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:21.991000',NULL,'2026-11-27 02:27:22.505000',1,NULL);
INSERT INTO `outbox_message` VALUES (4,'b1055499-02e8-4b3d-843f-84a24c499e54','storage.record_history','{\"events\": [{\"id\": \"18ebc5dfedb81611b25d13beb110121c\", \"at\": \"2026-11-27T02:27:21.984518+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"83fe4675a76fb3ee\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dfedb8c4f88b65a927e52550b8\", \"at\": \"2026-11-27T02:27:21.993967+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"83fe4675a76fb3ee\"}, {\"id\": \"18ebc5dfedba48d08fe5d6183cd15e37\", \"at\": \"2026-11-27T02:27:21.994066+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"83fe4675a76fb3ee\"}, {\"id\": \"18ebc5dfedba90f1d3b04f3938141ada\", \"at\": \"2026-11-27T02:27:21.994084+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"83fe4675a76fb3ee\"}]}','files','83fe4675a76fb3ee','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:21.994000',NULL,'2026-11-27 02:27:22.536000',1,NULL);
INSERT INTO `outbox_message` VALUES (5,'e6cae7f1-61b1-4298-951b-7e68293907b6','albums.make_derivatives','{\"picture_id\": 3}','pictures','296e8e24a9e2508a','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.027000',NULL,'2026-11-27 02:27:22.687000',1,NULL);
INSERT INTO `outbox_message` VALUES (6,'4b5a1544-682c-46dc-b5dc-1d975e5521e9','storage.record_history','{\"events\": [{\"id\": \"18ebc5dfefe4c8a535aa1c21c98d192f\", \"at\": \"2026-11-27T02:27:22.016111+00:00\", \"file_key\": \"95974c54c49ddbd5bc5dc801bb4eded3749f29bd\", \"file_id\": 3, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"296e8e24a9e2508a\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dfefe57f0a6c1daf7c555cf7a0\", \"at\": \"2026-11-27T02:27:22.030452+00:00\", \"file_key\": \"95974c54c49ddbd5bc5dc801bb4eded3749f29bd\", \"file_id\": 3, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"296e8e24a9e2508a\"}, {\"id\": \"18ebc5dfefe5c24ca1dec85a3e404313\", \"at\": \"2026-11-27T02:27:22.030468+00:00\", \"file_key\": \"95974c54c49ddbd5bc5dc801bb4eded3749f29bd\", \"file_id\": 3, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"296e8e24a9e2508a\"}, {\"id\": \"18ebc5dfefe5f5e25040b06e09f7a630\", \"at\": \"2026-11-27T02:27:22.030481+00:00\", \"file_key\": \"95974c54c49ddbd5bc5dc801bb4eded3749f29bd\", \"file_id\": 3, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"296e8e24a9e2508a\"}]}','files','296e8e24a9e2508a','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.030000',NULL,'2026-11-27 02:27:22.716000',1,NULL);
INSERT INTO `outbox_message` VALUES (7,'bc6591e4-814b-484d-bf0c-94cc72e0eaef','albums.make_derivatives','{\"picture_id\": 4}','pictures','87915a26de94401e','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.058000',NULL,'2026-11-27 02:27:22.781000',1,NULL);
INSERT INTO `outbox_message` VALUES (8,'867e3c3a-aefc-4614-9572-6ef8bb55ddc9','storage.record_history','{\"events\": [{\"id\": \"18ebc5dff1febef46c36955296693943\", \"at\": \"2026-11-27T02:27:22.052796+00:00\", \"file_key\": \"79c31fd31a6c02f986c6bc8e0bfc74cc363612e6\", \"file_id\": 4, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"87915a26de94401e\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dff1ffa667a185fdd8349e97d3\", \"at\": \"2026-11-27T02:27:22.065725+00:00\", \"file_key\": \"79c31fd31a6c02f986c6bc8e0bfc74cc363612e6\", \"file_id\": 4, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"87915a26de94401e\"}, {\"id\": \"18ebc5dff2000e01821c96dcd06ebdf9\", \"at\": \"2026-11-27T02:27:22.065746+00:00\", \"file_key\": \"79c31fd31a6c02f986c6bc8e0bfc74cc363612e6\", \"file_id\": 4, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"87915a26de94401e\"}, {\"id\": \"18ebc5dff2005b399da1d2fdd522e766\", \"at\": \"2026-11-27T02:27:22.065766+00:00\", \"file_key\": \"79c31fd31a6c02f986c6bc8e0bfc74cc363612e6\", \"file_id\": 4, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"87915a26de94401e\"}]}','files','87915a26de94401e','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.066000',NULL,'2026-11-27 02:27:22.823000',1,NULL);
INSERT INTO `outbox_message` VALUES (9,'04082933-0019-4c5c-99f4-9098f6d7f4a8','albums.make_derivatives','{\"picture_id\": 5}','pictures','2280a6bce805d457','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.095000',NULL,'2026-11-27 02:27:22.864000',1,NULL);
INSERT INTO `outbox_message` VALUES (10,'029b8aeb-a4e3-467c-9443-e1cd442bd814','storage.record_history','{\"events\": [{\"id\": \"18ebc5dff3e64f609645b0ce387024f5\", \"at\": \"2026-11-27T02:27:22.087581+00:00\", \"file_key\": \"b815d22d684c27cd362df572be16f94679282b9b\", \"file_id\": 5, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2280a6bce805d457\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dff3e6ffe1264cd98dc95adf16\", \"at\": \"2026-11-27T02:27:22.097660+00:00\", \"file_key\": \"b815d22d684c27cd362df572be16f94679282b9b\", \"file_id\": 5, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2280a6bce805d457\"}, {\"id\": \"18ebc5dff3e741b0abf120056f741da7\", \"at\": \"2026-11-27T02:27:22.097675+00:00\", \"file_key\": \"b815d22d684c27cd362df572be16f94679282b9b\", \"file_id\": 5, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2280a6bce805d457\"}, {\"id\": \"18ebc5dff3e775d4c9da397443275a7b\", \"at\": \"2026-11-27T02:27:22.097688+00:00\", \"file_key\": \"b815d22d684c27cd362df572be16f94679282b9b\", \"file_id\": 5, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2280a6bce805d457\"}]}','files','2280a6bce805d457','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.097000',NULL,'2026-11-27 02:27:22.896000',1,NULL);
INSERT INTO `outbox_message` VALUES (11,'00ca7ab3-9898-483d-8da6-b588ee4363ee','albums.make_derivatives','{\"picture_id\": 6}','pictures','8e98e8b08b3a10e6','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.141000',NULL,'2026-11-27 02:27:22.944000',1,NULL);
INSERT INTO `outbox_message` VALUES (12,'3dce5fac-0959-4a6d-85af-a196c7288318','storage.record_history','{\"events\": [{\"id\": \"18ebc5dff6ce6d4940e16a3b73e7a8ff\", \"at\": \"2026-11-27T02:27:22.122419+00:00\", \"file_key\": \"1218736776b56778f562162b732bced7472952d6\", \"file_id\": 6, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"8e98e8b08b3a10e6\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5dff6cf2470a737fda760da3625\", \"at\": \"2026-11-27T02:27:22.146429+00:00\", \"file_key\": \"1218736776b56778f562162b732bced7472952d6\", \"file_id\": 6, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"8e98e8b08b3a10e6\"}, {\"id\": \"18ebc5dff6cf6ba7e69eebb3509c3605\", \"at\": \"2026-11-27T02:27:22.146444+00:00\", \"file_key\": \"1218736776b56778f562162b732bced7472952d6\", \"file_id\": 6, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"8e98e8b08b3a10e6\"}, {\"id\": \"18ebc5dff6cf9d439400d0c42059210e\", \"at\": \"2026-11-27T02:27:22.146456+00:00\", \"file_key\": \"1218736776b56778f562162b732bced7472952d6\", \"file_id\": 6, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"8e98e8b08b3a10e6\"}]}','files','8e98e8b08b3a10e6','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.146000',NULL,'2026-11-27 02:27:22.976000',1,NULL);
INSERT INTO `outbox_message` VALUES (13,'833d81e9-5f71-419e-aec3-9767d3663077','storage.record_history','{\"events\": [{\"id\": \"18ebc5e0039a93f4219d687e4b9fad92\", \"at\": \"2026-11-27T02:27:22.313732+00:00\", \"file_key\": \"01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2\", \"file_id\": 7, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e0039bb6b1c63d3b86623385ce\", \"at\": \"2026-11-27T02:27:22.361164+00:00\", \"file_key\": \"01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2\", \"file_id\": 7, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039c1d4f25739211321a526d\", \"at\": \"2026-11-27T02:27:22.361186+00:00\", \"file_key\": \"01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2\", \"file_id\": 7, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039c5b89710f93bd088619a1\", \"at\": \"2026-11-27T02:27:22.361201+00:00\", \"file_key\": \"01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2\", \"file_id\": 7, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039c97887f68f84c742a0d1f\", \"at\": \"2026-11-27T02:27:22.313796+00:00\", \"file_key\": \"e322300ea32e6a5e2af4b183fb25453c09cdd1de\", \"file_id\": 8, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e0039cc4650af11f130f408cb8\", \"at\": \"2026-11-27T02:27:22.361228+00:00\", \"file_key\": \"e322300ea32e6a5e2af4b183fb25453c09cdd1de\", \"file_id\": 8, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039cf06fd9f5dfce73c11176\", \"at\": \"2026-11-27T02:27:22.361239+00:00\", \"file_key\": \"e322300ea32e6a5e2af4b183fb25453c09cdd1de\", \"file_id\": 8, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039d25090e1956b7d9f7abda\", \"at\": \"2026-11-27T02:27:22.361253+00:00\", \"file_key\": \"e322300ea32e6a5e2af4b183fb25453c09cdd1de\", \"file_id\": 8, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039d5ba2f1ab2d77979952df\", \"at\": \"2026-11-27T02:27:22.313829+00:00\", \"file_key\": \"89799ee3970a4f7c39ad4c333e05246d365b551d\", \"file_id\": 9, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e0039d83f85ac7fcd290ff545b\", \"at\": \"2026-11-27T02:27:22.361277+00:00\", \"file_key\": \"89799ee3970a4f7c39ad4c333e05246d365b551d\", \"file_id\": 9, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039db13044a98a3195da4e27\", \"at\": \"2026-11-27T02:27:22.361288+00:00\", \"file_key\": \"89799ee3970a4f7c39ad4c333e05246d365b551d\", \"file_id\": 9, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0039dda526ce22e963e31ede2\", \"at\": \"2026-11-27T02:27:22.361299+00:00\", \"file_key\": \"89799ee3970a4f7c39ad4c333e05246d365b551d\", \"file_id\": 9, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.361000',NULL,'2026-11-27 02:27:23.016000',1,NULL);
INSERT INTO `outbox_message` VALUES (14,'773f7ddd-fb84-4c05-af64-70ed1971f47b','storage.record_history','{\"events\": [{\"id\": \"18ebc5e00cfe1731867cc7ac62eb139a\", \"at\": \"2026-11-27T02:27:22.464022+00:00\", \"file_key\": \"9df3ffd93f90db7b6911da783dfe4f0c468e2664\", \"file_id\": 10, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e00cff33b1ad43c7d4f0f613c4\", \"at\": \"2026-11-27T02:27:22.518678+00:00\", \"file_key\": \"9df3ffd93f90db7b6911da783dfe4f0c468e2664\", \"file_id\": 10, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00cff86730c22e4448e874e37\", \"at\": \"2026-11-27T02:27:22.518696+00:00\", \"file_key\": \"9df3ffd93f90db7b6911da783dfe4f0c468e2664\", \"file_id\": 10, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00cffbd8c69105154630eb194\", \"at\": \"2026-11-27T02:27:22.518709+00:00\", \"file_key\": \"9df3ffd93f90db7b6911da783dfe4f0c468e2664\", \"file_id\": 10, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00cffed9abd7bc1dc36ae54bc\", \"at\": \"2026-11-27T02:27:22.464067+00:00\", \"file_key\": \"60667ac6f27d48532f93ae54006b4cb6702e8d70\", \"file_id\": 11, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e00d00117ad2fdf6c2873cbc4d\", \"at\": \"2026-11-27T02:27:22.518731+00:00\", \"file_key\": \"60667ac6f27d48532f93ae54006b4cb6702e8d70\", \"file_id\": 11, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00d0035cd7d79047e99716048\", \"at\": \"2026-11-27T02:27:22.518740+00:00\", \"file_key\": \"60667ac6f27d48532f93ae54006b4cb6702e8d70\", \"file_id\": 11, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00d005c8e7848529ababe78af\", \"at\": \"2026-11-27T02:27:22.518750+00:00\", \"file_key\": \"60667ac6f27d48532f93ae54006b4cb6702e8d70\", \"file_id\": 11, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00d00840e439f55d02661e4fb\", \"at\": \"2026-11-27T02:27:22.464085+00:00\", \"file_key\": \"203bddbe99180bc478f3f05f739baebebe8241c2\", \"file_id\": 12, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e00d00a5fdbee38db575b92dcd\", \"at\": \"2026-11-27T02:27:22.518769+00:00\", \"file_key\": \"203bddbe99180bc478f3f05f739baebebe8241c2\", \"file_id\": 12, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00d00cb079adfe6d6a3ab8058\", \"at\": \"2026-11-27T02:27:22.518778+00:00\", \"file_key\": \"203bddbe99180bc478f3f05f739baebebe8241c2\", \"file_id\": 12, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e00d00f52d130ffbe0d35bf382\", \"at\": \"2026-11-27T02:27:22.518789+00:00\", \"file_key\": \"203bddbe99180bc478f3f05f739baebebe8241c2\", \"file_id\": 12, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.519000',NULL,'2026-11-27 02:27:23.038000',1,NULL);
INSERT INTO `outbox_message` VALUES (15,'8882d9d7-0df6-4540-9bc9-8aa1e088987b','storage.record_history','{\"events\": [{\"id\": \"18ebc5e017c3a8b02c64e880d4fe8be5\", \"at\": \"2026-11-27T02:27:22.657536+00:00\", \"file_key\": \"da553e62324280b924c0734eaa1eca5f49b075d6\", \"file_id\": 13, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e017c4a98db734a74586d2e5d4\", \"at\": \"2026-11-27T02:27:22.699390+00:00\", \"file_key\": \"da553e62324280b924c0734eaa1eca5f49b075d6\", \"file_id\": 13, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c4f37b99ca6683fa4c467c\", \"at\": \"2026-11-27T02:27:22.699406+00:00\", \"file_key\": \"da553e62324280b924c0734eaa1eca5f49b075d6\", \"file_id\": 13, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c527effa91d63337ded386\", \"at\": \"2026-11-27T02:27:22.699420+00:00\", \"file_key\": \"da553e62324280b924c0734eaa1eca5f49b075d6\", \"file_id\": 13, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c559a26ae5a70ab3aec35e\", \"at\": \"2026-11-27T02:27:22.657598+00:00\", \"file_key\": \"efbc3b8e171cceb5938757bb0bf50fcff387eff6\", \"file_id\": 14, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e017c57d310f859fbf20e76ca8\", \"at\": \"2026-11-27T02:27:22.699441+00:00\", \"file_key\": \"efbc3b8e171cceb5938757bb0bf50fcff387eff6\", \"file_id\": 14, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c5a54e6d021bb5ee6492b5\", \"at\": \"2026-11-27T02:27:22.699451+00:00\", \"file_key\": \"efbc3b8e171cceb5938757bb0bf50fcff387eff6\", \"file_id\": 14, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c5ce09dd3377f434c2da01\", \"at\": \"2026-11-27T02:27:22.699462+00:00\", \"file_key\": \"efbc3b8e171cceb5938757bb0bf50fcff387eff6\", \"file_id\": 14, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c5f6dd1f5318e1aa1e3832\", \"at\": \"2026-11-27T02:27:22.657630+00:00\", \"file_key\": \"1ab6d7542840c69b0f589af8bb11a03a4fb28e23\", \"file_id\": 15, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e017c61a776657f6abc34ddc56\", \"at\": \"2026-11-27T02:27:22.699481+00:00\", \"file_key\": \"1ab6d7542840c69b0f589af8bb11a03a4fb28e23\", \"file_id\": 15, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c645e2f9049a48e182afd2\", \"at\": \"2026-11-27T02:27:22.699492+00:00\", \"file_key\": \"1ab6d7542840c69b0f589af8bb11a03a4fb28e23\", \"file_id\": 15, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e017c66e2eb7fcc7c78251eabe\", \"at\": \"2026-11-27T02:27:22.699503+00:00\", \"file_key\": \"1ab6d7542840c69b0f589af8bb11a03a4fb28e23\", \"file_id\": 15, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.704000',NULL,'2026-11-27 02:27:23.060000',1,NULL);
INSERT INTO `outbox_message` VALUES (16,'6051158d-e1d6-4672-a97f-2b425b7c08aa','storage.record_history','{\"events\": [{\"id\": \"18ebc5e01d71a8f3eae51ba6b0b59afa\", \"at\": \"2026-11-27T02:27:22.730818+00:00\", \"file_key\": \"1c368bf99f150fba6d556948fb368d5f9df56b7f\", \"file_id\": 16, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e01d730f56d7dea1eb2aa89548\", \"at\": \"2026-11-27T02:27:22.794709+00:00\", \"file_key\": \"1c368bf99f150fba6d556948fb368d5f9df56b7f\", \"file_id\": 16, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d7384a8653479b8221a1629\", \"at\": \"2026-11-27T02:27:22.794734+00:00\", \"file_key\": \"1c368bf99f150fba6d556948fb368d5f9df56b7f\", \"file_id\": 16, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d73dc0b84c6bc0ad1c2f04b\", \"at\": \"2026-11-27T02:27:22.794756+00:00\", \"file_key\": \"1c368bf99f150fba6d556948fb368d5f9df56b7f\", \"file_id\": 16, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d742ea136832adfd0e938e5\", \"at\": \"2026-11-27T02:27:22.730859+00:00\", \"file_key\": \"147ff057bc85bea93adbcbe7a02f6bc4565efe08\", \"file_id\": 17, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e01d747afc62952d886e38be7e\", \"at\": \"2026-11-27T02:27:22.794798+00:00\", \"file_key\": \"147ff057bc85bea93adbcbe7a02f6bc4565efe08\", \"file_id\": 17, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d74b8333070859254900203\", \"at\": \"2026-11-27T02:27:22.794813+00:00\", \"file_key\": \"147ff057bc85bea93adbcbe7a02f6bc4565efe08\", \"file_id\": 17, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d7502e4bd544132cce07e79\", \"at\": \"2026-11-27T02:27:22.794832+00:00\", \"file_key\": \"147ff057bc85bea93adbcbe7a02f6bc4565efe08\", \"file_id\": 17, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d754fe7fb7bc091e9564cfe\", \"at\": \"2026-11-27T02:27:22.730879+00:00\", \"file_key\": \"db6e8533a29edab83cab26720d7f9a909be29cef\", \"file_id\": 18, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e01d759355e17cf69a049784c9\", \"at\": \"2026-11-27T02:27:22.794869+00:00\", \"file_key\": \"db6e8533a29edab83cab26720d7f9a909be29cef\", \"file_id\": 18, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d75d52d44a0c575f6c52d34\", \"at\": \"2026-11-27T02:27:22.794885+00:00\", \"file_key\": \"db6e8533a29edab83cab26720d7f9a909be29cef\", \"file_id\": 18, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e01d7614ae72ccbdf83b126e81\", \"at\": \"2026-11-27T02:27:22.794902+00:00\", \"file_key\": \"db6e8533a29edab83cab26720d7f9a909be29cef\", \"file_id\": 18, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.799000',NULL,'2026-11-27 02:27:23.080000',1,NULL);
INSERT INTO `outbox_message` VALUES (17,'f475b6de-fb35-4c19-b10a-64159fa8f78b','storage.record_history','{\"events\": [{\"id\": \"18ebc5e02200d00bc118515cef019442\", \"at\": \"2026-11-27T02:27:22.844149+00:00\", \"file_key\": \"5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee\", \"file_id\": 19, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e02201c6ad9d9008ccb239ec11\", \"at\": \"2026-11-27T02:27:22.871167+00:00\", \"file_key\": \"5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee\", \"file_id\": 19, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e022021893272384a9be2a26f0\", \"at\": \"2026-11-27T02:27:22.871186+00:00\", \"file_key\": \"5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee\", \"file_id\": 19, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e02202527f4045b2ee974a2170\", \"at\": \"2026-11-27T02:27:22.871201+00:00\", \"file_key\": \"5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee\", \"file_id\": 19, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0220289ecb6f8668ce717a37c\", \"at\": \"2026-11-27T02:27:22.844185+00:00\", \"file_key\": \"3732d8f679d610c970d6ce912870c98f2dcbbb75\", \"file_id\": 20, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e02202ae88673c175236685d37\", \"at\": \"2026-11-27T02:27:22.871224+00:00\", \"file_key\": \"3732d8f679d610c970d6ce912870c98f2dcbbb75\", \"file_id\": 20, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e02202d494ab77112849d9d274\", \"at\": \"2026-11-27T02:27:22.871233+00:00\", \"file_key\": \"3732d8f679d610c970d6ce912870c98f2dcbbb75\", \"file_id\": 20, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0220300184fd67173dff5d9bf\", \"at\": \"2026-11-27T02:27:22.871244+00:00\", \"file_key\": \"3732d8f679d610c970d6ce912870c98f2dcbbb75\", \"file_id\": 20, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0220327ff2ad703c948d280be\", \"at\": \"2026-11-27T02:27:22.844205+00:00\", \"file_key\": \"c3e1f88237d55ef56123913f99bed357dc190349\", \"file_id\": 21, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e022034910b1478808bf7b7894\", \"at\": \"2026-11-27T02:27:22.871263+00:00\", \"file_key\": \"c3e1f88237d55ef56123913f99bed357dc190349\", \"file_id\": 21, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e022036b8977970c669e136039\", \"at\": \"2026-11-27T02:27:22.871272+00:00\", \"file_key\": \"c3e1f88237d55ef56123913f99bed357dc190349\", \"file_id\": 21, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e0220392c44be26f9a72b4e28f\", \"at\": \"2026-11-27T02:27:22.871282+00:00\", \"file_key\": \"c3e1f88237d55ef56123913f99bed357dc190349\", \"file_id\": 21, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.875000',NULL,'2026-11-27 02:27:23.100000',1,NULL);
INSERT INTO `outbox_message` VALUES (18,'10a08aec-f299-453e-adf4-4b111ff80288','storage.record_history','{\"events\": [{\"id\": \"18ebc5e026f8426b96885270f70dc2b5\", \"at\": \"2026-11-27T02:27:22.913520+00:00\", \"file_key\": \"98a8bf0c3358a7142f6e90f40bd8f0547ad33744\", \"file_id\": 22, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e026f949f5c5a45431ca40e507\", \"at\": \"2026-11-27T02:27:22.954497+00:00\", \"file_key\": \"98a8bf0c3358a7142f6e90f40bd8f0547ad33744\", \"file_id\": 22, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026f99253d1e43e8e03094ff6\", \"at\": \"2026-11-27T02:27:22.954513+00:00\", \"file_key\": \"98a8bf0c3358a7142f6e90f40bd8f0547ad33744\", \"file_id\": 22, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026f9c928824f01862bd7b32c\", \"at\": \"2026-11-27T02:27:22.954527+00:00\", \"file_key\": \"98a8bf0c3358a7142f6e90f40bd8f0547ad33744\", \"file_id\": 22, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026f9fc1560c7d2bcac1146f2\", \"at\": \"2026-11-27T02:27:22.913556+00:00\", \"file_key\": \"4f9a659913bda8a1cd94b9450c80739d6a7243d9\", \"file_id\": 23, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e026fa224ecfb75ed4320aa231\", \"at\": \"2026-11-27T02:27:22.954549+00:00\", \"file_key\": \"4f9a659913bda8a1cd94b9450c80739d6a7243d9\", \"file_id\": 23, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026fa450dbf0216ec0c5d7dfb\", \"at\": \"2026-11-27T02:27:22.954558+00:00\", \"file_key\": \"4f9a659913bda8a1cd94b9450c80739d6a7243d9\", \"file_id\": 23, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026fa6c89eed55531fd32167c\", \"at\": \"2026-11-27T02:27:22.954568+00:00\", \"file_key\": \"4f9a659913bda8a1cd94b9450c80739d6a7243d9\", \"file_id\": 23, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026fa95036a5910ea80510bb7\", \"at\": \"2026-11-27T02:27:22.913575+00:00\", \"file_key\": \"63dc049d1d1332d578c39d34687851b17adffcd3\", \"file_id\": 24, \"step\": \"requested\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"derivative, image/webp\"}, {\"id\": \"18ebc5e026fab7430eee36ade09465aa\", \"at\": \"2026-11-27T02:27:22.954588+00:00\", \"file_key\": \"63dc049d1d1332d578c39d34687851b17adffcd3\", \"file_id\": 24, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026fadba6852cca402649c06a\", \"at\": \"2026-11-27T02:27:22.954597+00:00\", \"file_key\": \"63dc049d1d1332d578c39d34687851b17adffcd3\", \"file_id\": 24, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}, {\"id\": \"18ebc5e026fb044ba48c263390a51bd8\", \"at\": \"2026-11-27T02:27:22.954607+00:00\", \"file_key\": \"63dc049d1d1332d578c39d34687851b17adffcd3\", \"file_id\": 24, \"step\": \"kept\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.954000',NULL,'2026-11-27 02:27:23.118000',1,NULL);
INSERT INTO `outbox_message` VALUES (19,'2b76a806-5ad8-4c1b-9220-fdbf10d49992','storage.heal_file','{\"file_id\": 1}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.987000',NULL,'2026-11-27 02:27:23.151000',1,NULL);
INSERT INTO `outbox_message` VALUES (20,'4026b1c7-cdee-4352-b74e-6656cc76c3da','storage.record_history','{\"events\": [{\"id\": \"18ebc5e028f078c657d6b6195ede5b79\", \"at\": \"2026-11-27T02:27:22.987484+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"damage found\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"missing\"}, {\"id\": \"18ebc5e028f173f28646279ba134c5b3\", \"at\": \"2026-11-27T02:27:22.987536+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"served from backup\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','done','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:22.987000',NULL,'2026-11-27 02:27:23.160000',1,NULL);
INSERT INTO `outbox_message` VALUES (21,'0bd6b5c6-cd01-4ea6-aab0-b7f23d1a2c5f','storage.record_history','{\"events\": [{\"id\": \"18ebc5e0322352080490d3a66501d93b\", \"at\": \"2026-11-27T02:27:23.141819+00:00\", \"file_key\": \"9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7\", \"file_id\": 1, \"step\": \"healed\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','sent','2026-11-27 02:32:23.667000',NULL,1,0,'','2026-11-27 02:27:23.142000','2026-11-27 02:27:23.667000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (22,'d62b0da0-e02d-41b0-a757-a96393e2f109','storage.heal_file','{\"file_id\": 2}','files','-','sent','2026-11-27 02:32:23.667000',NULL,1,0,'','2026-11-27 02:27:23.174000','2026-11-27 02:27:23.667000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (23,'9e08bf1e-4663-4b57-afff-d3e9cac262e1','storage.record_history','{\"events\": [{\"id\": \"18ebc5e034130fbe39e976886d8ee220\", \"at\": \"2026-11-27T02:27:23.174300+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"damage found\", \"storage\": \"backup\", \"actor\": \"-\", \"request_id\": \"-\", \"note\": \"missing\"}, {\"id\": \"18ebc5e0341412a873f1170fd5fcf3e9\", \"at\": \"2026-11-27T02:27:23.174354+00:00\", \"file_key\": \"5d717b35f33c1e0f735aa51482e12ca0ea58a74d\", \"file_id\": 2, \"step\": \"served from backup\", \"storage\": \"main\", \"actor\": \"-\", \"request_id\": \"-\"}]}','files','-','sent','2026-11-27 02:32:23.667000',NULL,1,0,'','2026-11-27 02:27:23.174000','2026-11-27 02:27:23.667000',NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (24,'0ebb8a27-455d-44d6-aaa9-1b62bd94f7dd','albums.make_derivatives','{\"picture_id\": 7}','pictures','2ac25af16464fa49','failed','2000-01-01 00:00:00.000000',NULL,0,1,'WorkerDied: its worker ended 4 times in the middle of it','2026-11-27 02:27:23.697000',NULL,NULL,0,'2026-11-27 02:27:23.752000');
INSERT INTO `outbox_message` VALUES (25,'b418c339-12f2-4dd5-8e10-78f97b432037','storage.record_history','{\"events\": [{\"id\": \"18ebc5e0539e8edb3b3c072a096d7c70\", \"at\": \"2026-11-27T02:27:23.685430+00:00\", \"file_key\": \"d2955181b972baee9347aded25afc6fb5051331b\", \"file_id\": 25, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2ac25af16464fa49\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5e0539f6da6e74e4bf9026499e1\", \"at\": \"2026-11-27T02:27:23.703587+00:00\", \"file_key\": \"d2955181b972baee9347aded25afc6fb5051331b\", \"file_id\": 25, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2ac25af16464fa49\"}, {\"id\": \"18ebc5e0539fcc28db37bade9b07ece8\", \"at\": \"2026-11-27T02:27:23.703605+00:00\", \"file_key\": \"d2955181b972baee9347aded25afc6fb5051331b\", \"file_id\": 25, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2ac25af16464fa49\"}, {\"id\": \"18ebc5e053a003c152c385f4988992cc\", \"at\": \"2026-11-27T02:27:23.703619+00:00\", \"file_key\": \"d2955181b972baee9347aded25afc6fb5051331b\", \"file_id\": 25, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"2ac25af16464fa49\"}]}','files','2ac25af16464fa49','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:23.707000',NULL,NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (26,'793467f9-6b78-4ebe-a9f7-505807ef5c5f','albums.make_derivatives','{\"picture_id\": 8}','pictures','4deba77585cbfb93','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:23.792000',NULL,NULL,1,NULL);
INSERT INTO `outbox_message` VALUES (27,'891257ca-17a1-40e4-b324-faa46f8b9ca4','storage.record_history','{\"events\": [{\"id\": \"18ebc5e0591d5c421e9b8f06f490a3b1\", \"at\": \"2026-11-27T02:27:23.775271+00:00\", \"file_key\": \"589a60e911261d08b064e1003966395fe46affa4\", \"file_id\": 26, \"step\": \"requested\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"4deba77585cbfb93\", \"note\": \"original, image/jpeg\"}, {\"id\": \"18ebc5e0591e14f493485c2e60a3458e\", \"at\": \"2026-11-27T02:27:23.795770+00:00\", \"file_key\": \"589a60e911261d08b064e1003966395fe46affa4\", \"file_id\": 26, \"step\": \"stored\", \"storage\": \"main\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"4deba77585cbfb93\"}, {\"id\": \"18ebc5e0591e5c32ab2d8486dd5cb0d8\", \"at\": \"2026-11-27T02:27:23.795785+00:00\", \"file_key\": \"589a60e911261d08b064e1003966395fe46affa4\", \"file_id\": 26, \"step\": \"stored\", \"storage\": \"backup\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"4deba77585cbfb93\"}, {\"id\": \"18ebc5e0591e90606f8365d91e999657\", \"at\": \"2026-11-27T02:27:23.795798+00:00\", \"file_key\": \"589a60e911261d08b064e1003966395fe46affa4\", \"file_id\": 26, \"step\": \"kept\", \"actor\": \"e60597ff570a8dfa1073\", \"request_id\": \"4deba77585cbfb93\"}]}','files','4deba77585cbfb93','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:23.796000',NULL,NULL,0,NULL);
INSERT INTO `outbox_message` VALUES (28,'88ebbf38-24a6-46c3-a0de-d4a7e317bc3e','albums.empty_trash','{\"emptying_id\": 1}','files','-','pending','2000-01-01 00:00:00.000000',NULL,0,0,'','2026-11-27 02:27:23.833000',NULL,NULL,0,NULL);
/*!40000 ALTER TABLE `outbox_message` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_filecopy`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_filecopy` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `storage` varchar(20) NOT NULL,
  `size` bigint(20) unsigned NOT NULL CHECK (`size` >= 0),
  `sha256` varchar(64) NOT NULL,
  `stored_at` datetime(6) NOT NULL,
  `file_id` bigint(20) NOT NULL,
  `damage` varchar(7) NOT NULL,
  `damaged_at` datetime(6) DEFAULT NULL,
  `verified_at` datetime(6) NOT NULL,
  `looked_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one_copy_per_storage` (`file_id`,`storage`),
  KEY `copies_by_verification` (`storage`,`verified_at`),
  KEY `copies_by_damage` (`damage`,`id`),
  KEY `copies_by_look` (`storage`,`looked_at`),
  CONSTRAINT `storage_filecopy_file_id_3304f0ef_fk_storage_storedfile_id` FOREIGN KEY (`file_id`) REFERENCES `storage_storedfile` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=53 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_filecopy` WRITE;
/*!40000 ALTER TABLE `storage_filecopy` DISABLE KEYS */;
INSERT INTO `storage_filecopy` VALUES (1,'main',8607,'507a3b74378b742b49178db58f8ed7043595d0984e5c20f779dbf285daf05f7d','2026-11-27 02:27:21.951000',1,'',NULL,'2026-11-27 02:27:21.951000','2026-11-27 02:27:21.951000');
INSERT INTO `storage_filecopy` VALUES (2,'backup',8607,'507a3b74378b742b49178db58f8ed7043595d0984e5c20f779dbf285daf05f7d','2026-11-27 02:27:21.951000',1,'',NULL,'2026-11-27 02:27:23.137000','2026-11-27 02:27:21.951000');
INSERT INTO `storage_filecopy` VALUES (3,'main',8527,'96e548c417aaab7cbae48428af58d89f405461dae3338f4f5d2d02bb58f64991','2026-11-27 02:27:21.991000',2,'',NULL,'2026-11-27 02:27:21.991000','2026-11-27 02:27:21.991000');
INSERT INTO `storage_filecopy` VALUES (4,'backup',8527,'96e548c417aaab7cbae48428af58d89f405461dae3338f4f5d2d02bb58f64991','2026-11-27 02:27:21.991000',2,'missing','2026-11-27 02:27:23.171000','2026-11-27 02:27:21.991000','2026-11-27 02:27:21.991000');
INSERT INTO `storage_filecopy` VALUES (5,'main',8604,'968b11cbbdfa3043a0c1de728580de70eac9bdf96bbbe5196d44bd9fe6086a12','2026-11-27 02:27:22.028000',3,'',NULL,'2026-11-27 02:27:22.028000','2026-11-27 02:27:22.028000');
INSERT INTO `storage_filecopy` VALUES (6,'backup',8604,'968b11cbbdfa3043a0c1de728580de70eac9bdf96bbbe5196d44bd9fe6086a12','2026-11-27 02:27:22.028000',3,'',NULL,'2026-11-27 02:27:22.028000','2026-11-27 02:27:22.028000');
INSERT INTO `storage_filecopy` VALUES (7,'main',1203,'54dd00af9e2ee0702e85663f4a590624673040b0455bf596dd0f05d5146cc035','2026-11-27 02:27:22.058000',4,'',NULL,'2026-11-27 02:27:22.058000','2026-11-27 02:27:22.058000');
INSERT INTO `storage_filecopy` VALUES (8,'backup',1203,'54dd00af9e2ee0702e85663f4a590624673040b0455bf596dd0f05d5146cc035','2026-11-27 02:27:22.058000',4,'',NULL,'2026-11-27 02:27:22.058000','2026-11-27 02:27:22.058000');
INSERT INTO `storage_filecopy` VALUES (9,'main',1165,'fd260f34e0816aa9a59c476a803e59e4284097130e0ee495702c9a512072a22e','2026-11-27 02:27:22.095000',5,'',NULL,'2026-11-27 02:27:22.095000','2026-11-27 02:27:22.095000');
INSERT INTO `storage_filecopy` VALUES (10,'backup',1165,'fd260f34e0816aa9a59c476a803e59e4284097130e0ee495702c9a512072a22e','2026-11-27 02:27:22.095000',5,'',NULL,'2026-11-27 02:27:22.095000','2026-11-27 02:27:22.095000');
INSERT INTO `storage_filecopy` VALUES (11,'main',1223,'3b01af9f306bb31570af0733fa1c7f8d61f4a0a7d143d4a2fa5435ae5e8aca25','2026-11-27 02:27:22.142000',6,'',NULL,'2026-11-27 02:27:22.141000','2026-11-27 02:27:22.141000');
INSERT INTO `storage_filecopy` VALUES (12,'backup',1223,'3b01af9f306bb31570af0733fa1c7f8d61f4a0a7d143d4a2fa5435ae5e8aca25','2026-11-27 02:27:22.142000',6,'',NULL,'2026-11-27 02:27:22.141000','2026-11-27 02:27:22.141000');
INSERT INTO `storage_filecopy` VALUES (13,'main',3252,'e307a6b6af8068239fc5d2ae4f6f60e7a755e85ebd04d681c0d54f27e4f0a194','2026-11-27 02:27:22.346000',7,'',NULL,'2026-11-27 02:27:22.346000','2026-11-27 02:27:22.346000');
INSERT INTO `storage_filecopy` VALUES (14,'backup',3252,'e307a6b6af8068239fc5d2ae4f6f60e7a755e85ebd04d681c0d54f27e4f0a194','2026-11-27 02:27:22.346000',7,'',NULL,'2026-11-27 02:27:22.346000','2026-11-27 02:27:22.346000');
INSERT INTO `storage_filecopy` VALUES (15,'main',3252,'782bff7690140080d9a79c2df5772a8ad4a2cd5d003197a0171f7026f06b0f48','2026-11-27 02:27:22.350000',8,'',NULL,'2026-11-27 02:27:22.350000','2026-11-27 02:27:22.350000');
INSERT INTO `storage_filecopy` VALUES (16,'backup',3252,'782bff7690140080d9a79c2df5772a8ad4a2cd5d003197a0171f7026f06b0f48','2026-11-27 02:27:22.350000',8,'',NULL,'2026-11-27 02:27:22.350000','2026-11-27 02:27:22.350000');
INSERT INTO `storage_filecopy` VALUES (17,'main',2922,'5b009ab5e161a523754aca7ac91cd8d19848b61889c7ad7e505acf224be5fa3e','2026-11-27 02:27:22.354000',9,'',NULL,'2026-11-27 02:27:22.354000','2026-11-27 02:27:22.354000');
INSERT INTO `storage_filecopy` VALUES (18,'backup',2922,'5b009ab5e161a523754aca7ac91cd8d19848b61889c7ad7e505acf224be5fa3e','2026-11-27 02:27:22.354000',9,'',NULL,'2026-11-27 02:27:22.354000','2026-11-27 02:27:22.354000');
INSERT INTO `storage_filecopy` VALUES (19,'main',3106,'2a50599edbe7fd8b828cdf89002e78eca827448985076227fca507047a6cc2d5','2026-11-27 02:27:22.506000',10,'',NULL,'2026-11-27 02:27:22.506000','2026-11-27 02:27:22.506000');
INSERT INTO `storage_filecopy` VALUES (20,'backup',3106,'2a50599edbe7fd8b828cdf89002e78eca827448985076227fca507047a6cc2d5','2026-11-27 02:27:22.506000',10,'',NULL,'2026-11-27 02:27:22.506000','2026-11-27 02:27:22.506000');
INSERT INTO `storage_filecopy` VALUES (21,'main',3106,'8deef5f11bc82aae4c3aa0722d14350cec5d052bf7a0ddf64e6570a066927c28','2026-11-27 02:27:22.513000',11,'',NULL,'2026-11-27 02:27:22.513000','2026-11-27 02:27:22.513000');
INSERT INTO `storage_filecopy` VALUES (22,'backup',3106,'8deef5f11bc82aae4c3aa0722d14350cec5d052bf7a0ddf64e6570a066927c28','2026-11-27 02:27:22.513000',11,'',NULL,'2026-11-27 02:27:22.513000','2026-11-27 02:27:22.513000');
INSERT INTO `storage_filecopy` VALUES (23,'main',2808,'bd7211077fe3c3d8ff97eb71498f43ff59fa0eb7914418a0c43e21baf84b55e9','2026-11-27 02:27:22.516000',12,'',NULL,'2026-11-27 02:27:22.516000','2026-11-27 02:27:22.516000');
INSERT INTO `storage_filecopy` VALUES (24,'backup',2808,'bd7211077fe3c3d8ff97eb71498f43ff59fa0eb7914418a0c43e21baf84b55e9','2026-11-27 02:27:22.516000',12,'',NULL,'2026-11-27 02:27:22.516000','2026-11-27 02:27:22.516000');
INSERT INTO `storage_filecopy` VALUES (25,'main',3224,'e8ee6577453014c2b3f93dbdf8384b8be26710dd11122f6a04f662e67f77c069','2026-11-27 02:27:22.692000',13,'',NULL,'2026-11-27 02:27:22.692000','2026-11-27 02:27:22.692000');
INSERT INTO `storage_filecopy` VALUES (26,'backup',3224,'e8ee6577453014c2b3f93dbdf8384b8be26710dd11122f6a04f662e67f77c069','2026-11-27 02:27:22.692000',13,'',NULL,'2026-11-27 02:27:22.692000','2026-11-27 02:27:22.692000');
INSERT INTO `storage_filecopy` VALUES (27,'main',3224,'7b49a35db73ccdcd37554a65e6f75c7425aaa424abfcb9ddf794c169e9216b42','2026-11-27 02:27:22.695000',14,'',NULL,'2026-11-27 02:27:22.694000','2026-11-27 02:27:22.694000');
INSERT INTO `storage_filecopy` VALUES (28,'backup',3224,'7b49a35db73ccdcd37554a65e6f75c7425aaa424abfcb9ddf794c169e9216b42','2026-11-27 02:27:22.695000',14,'',NULL,'2026-11-27 02:27:22.694000','2026-11-27 02:27:22.694000');
INSERT INTO `storage_filecopy` VALUES (29,'main',2980,'718789a64808067793ca09f9100fe4f5d6f3dfada3136b67c5848ea9a0b8de3e','2026-11-27 02:27:22.697000',15,'',NULL,'2026-11-27 02:27:22.697000','2026-11-27 02:27:22.697000');
INSERT INTO `storage_filecopy` VALUES (30,'backup',2980,'718789a64808067793ca09f9100fe4f5d6f3dfada3136b67c5848ea9a0b8de3e','2026-11-27 02:27:22.697000',15,'',NULL,'2026-11-27 02:27:22.697000','2026-11-27 02:27:22.697000');
INSERT INTO `storage_filecopy` VALUES (31,'main',380,'290355a0f529ef92daf89738e2e9ad4fd327a688b323a3d06d5e906c7bfe73d8','2026-11-27 02:27:22.782000',16,'',NULL,'2026-11-27 02:27:22.782000','2026-11-27 02:27:22.782000');
INSERT INTO `storage_filecopy` VALUES (32,'backup',380,'290355a0f529ef92daf89738e2e9ad4fd327a688b323a3d06d5e906c7bfe73d8','2026-11-27 02:27:22.782000',16,'',NULL,'2026-11-27 02:27:22.782000','2026-11-27 02:27:22.782000');
INSERT INTO `storage_filecopy` VALUES (33,'main',380,'a018feed0dda32e051313e0456a65878cc675d6a6a575af2bd3ad534e7cd0db0','2026-11-27 02:27:22.790000',17,'',NULL,'2026-11-27 02:27:22.790000','2026-11-27 02:27:22.790000');
INSERT INTO `storage_filecopy` VALUES (34,'backup',380,'a018feed0dda32e051313e0456a65878cc675d6a6a575af2bd3ad534e7cd0db0','2026-11-27 02:27:22.790000',17,'',NULL,'2026-11-27 02:27:22.790000','2026-11-27 02:27:22.790000');
INSERT INTO `storage_filecopy` VALUES (35,'main',380,'1a149432cee43083fd3187099298a0deae3d62db66a3dd642b354e804c265600','2026-11-27 02:27:22.792000',18,'',NULL,'2026-11-27 02:27:22.792000','2026-11-27 02:27:22.792000');
INSERT INTO `storage_filecopy` VALUES (36,'backup',380,'1a149432cee43083fd3187099298a0deae3d62db66a3dd642b354e804c265600','2026-11-27 02:27:22.792000',18,'',NULL,'2026-11-27 02:27:22.792000','2026-11-27 02:27:22.792000');
INSERT INTO `storage_filecopy` VALUES (37,'main',394,'dce1c554574afb8842277e7a43a8fa364977c2329354c8e845bd35db819f2b6b','2026-11-27 02:27:22.865000',19,'',NULL,'2026-11-27 02:27:22.865000','2026-11-27 02:27:22.865000');
INSERT INTO `storage_filecopy` VALUES (38,'backup',394,'dce1c554574afb8842277e7a43a8fa364977c2329354c8e845bd35db819f2b6b','2026-11-27 02:27:22.865000',19,'',NULL,'2026-11-27 02:27:22.865000','2026-11-27 02:27:22.865000');
INSERT INTO `storage_filecopy` VALUES (39,'main',394,'7be1e902f0ca320011d8778b45aa868ea90334a568222fa765ed1060b9f2c29a','2026-11-27 02:27:22.867000',20,'',NULL,'2026-11-27 02:27:22.867000','2026-11-27 02:27:22.867000');
INSERT INTO `storage_filecopy` VALUES (40,'backup',394,'7be1e902f0ca320011d8778b45aa868ea90334a568222fa765ed1060b9f2c29a','2026-11-27 02:27:22.867000',20,'',NULL,'2026-11-27 02:27:22.867000','2026-11-27 02:27:22.867000');
INSERT INTO `storage_filecopy` VALUES (41,'main',394,'4e9978d9532d2658d543ba35fd47016307e59cfa4a8c42f28f35412571ab3bd0','2026-11-27 02:27:22.869000',21,'',NULL,'2026-11-27 02:27:22.869000','2026-11-27 02:27:22.869000');
INSERT INTO `storage_filecopy` VALUES (42,'backup',394,'4e9978d9532d2658d543ba35fd47016307e59cfa4a8c42f28f35412571ab3bd0','2026-11-27 02:27:22.869000',21,'',NULL,'2026-11-27 02:27:22.869000','2026-11-27 02:27:22.869000');
INSERT INTO `storage_filecopy` VALUES (43,'main',404,'b1f21575e0511a2b14cf6b755b2da68d690fa0ec93e70e1400c0a8f93e03c000','2026-11-27 02:27:22.945000',22,'',NULL,'2026-11-27 02:27:22.945000','2026-11-27 02:27:22.945000');
INSERT INTO `storage_filecopy` VALUES (44,'backup',404,'b1f21575e0511a2b14cf6b755b2da68d690fa0ec93e70e1400c0a8f93e03c000','2026-11-27 02:27:22.945000',22,'',NULL,'2026-11-27 02:27:22.945000','2026-11-27 02:27:22.945000');
INSERT INTO `storage_filecopy` VALUES (45,'main',404,'8c6ed9b3bba9ef150c2e1ea34c86b285a04eecbcb16eaa0690dc93f2633b455a','2026-11-27 02:27:22.950000',23,'',NULL,'2026-11-27 02:27:22.950000','2026-11-27 02:27:22.950000');
INSERT INTO `storage_filecopy` VALUES (46,'backup',404,'8c6ed9b3bba9ef150c2e1ea34c86b285a04eecbcb16eaa0690dc93f2633b455a','2026-11-27 02:27:22.950000',23,'',NULL,'2026-11-27 02:27:22.950000','2026-11-27 02:27:22.950000');
INSERT INTO `storage_filecopy` VALUES (47,'main',404,'1ca37ea6c26a341a41177656e7aa1fcbf3a2aae6d26efa2410175bc51fe6a016','2026-11-27 02:27:22.952000',24,'',NULL,'2026-11-27 02:27:22.952000','2026-11-27 02:27:22.952000');
INSERT INTO `storage_filecopy` VALUES (48,'backup',404,'1ca37ea6c26a341a41177656e7aa1fcbf3a2aae6d26efa2410175bc51fe6a016','2026-11-27 02:27:22.953000',24,'',NULL,'2026-11-27 02:27:22.952000','2026-11-27 02:27:22.952000');
INSERT INTO `storage_filecopy` VALUES (49,'main',1232,'1c7fba0232addf20d3c6da123a106d06e59bef6e1118ec68bee0d3011174fa4d','2026-11-27 02:27:23.698000',25,'',NULL,'2026-11-27 02:27:23.698000','2026-11-27 02:27:23.698000');
INSERT INTO `storage_filecopy` VALUES (50,'backup',1232,'1c7fba0232addf20d3c6da123a106d06e59bef6e1118ec68bee0d3011174fa4d','2026-11-27 02:27:23.698000',25,'',NULL,'2026-11-27 02:27:23.698000','2026-11-27 02:27:23.698000');
INSERT INTO `storage_filecopy` VALUES (51,'main',1219,'756d9802511309b8d23fd9fae6217489d62c2e745571edabd62fa28bb52fbeb1','2026-11-27 02:27:23.793000',26,'',NULL,'2026-11-27 02:27:23.793000','2026-11-27 02:27:23.793000');
INSERT INTO `storage_filecopy` VALUES (52,'backup',1219,'756d9802511309b8d23fd9fae6217489d62c2e745571edabd62fa28bb52fbeb1','2026-11-27 02:27:23.793000',26,'',NULL,'2026-11-27 02:27:23.793000','2026-11-27 02:27:23.793000');
/*!40000 ALTER TABLE `storage_filecopy` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_fileevent`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_fileevent` (
  `id` varchar(32) NOT NULL,
  `at` datetime(6) NOT NULL,
  `file_key` varchar(40) NOT NULL,
  `file_id` bigint(20) unsigned NOT NULL CHECK (`file_id` >= 0),
  `step` varchar(20) NOT NULL,
  `storage` varchar(20) NOT NULL,
  `actor` varchar(80) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `note` varchar(200) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `events_of_file` (`file_id`,`at`,`id`),
  KEY `events_of_key` (`file_key`,`at`,`id`),
  KEY `events_by_time` (`at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_fileevent` WRITE;
/*!40000 ALTER TABLE `storage_fileevent` DISABLE KEYS */;
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfeb9fdf2f5947da6bee740f60','2026-11-27 02:27:21.935000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'requested','','e60597ff570a8dfa1073','9342a1d244b2bb52','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfeba0dac39b5438acdd8da73c','2026-11-27 02:27:21.958000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'stored','main','e60597ff570a8dfa1073','9342a1d244b2bb52','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfeba12a82646d994d361944a4','2026-11-27 02:27:21.958000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'stored','backup','e60597ff570a8dfa1073','9342a1d244b2bb52','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfeba165934ed6d129e4774ef9','2026-11-27 02:27:21.958000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'kept','','e60597ff570a8dfa1073','9342a1d244b2bb52','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfedb81611b25d13beb110121c','2026-11-27 02:27:21.984000','5d717b35f33c1e0f735aa51482e12ca0ea58a74d',2,'requested','','e60597ff570a8dfa1073','83fe4675a76fb3ee','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfedb8c4f88b65a927e52550b8','2026-11-27 02:27:21.993000','5d717b35f33c1e0f735aa51482e12ca0ea58a74d',2,'stored','main','e60597ff570a8dfa1073','83fe4675a76fb3ee','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfedba48d08fe5d6183cd15e37','2026-11-27 02:27:21.994000','5d717b35f33c1e0f735aa51482e12ca0ea58a74d',2,'stored','backup','e60597ff570a8dfa1073','83fe4675a76fb3ee','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfedba90f1d3b04f3938141ada','2026-11-27 02:27:21.994000','5d717b35f33c1e0f735aa51482e12ca0ea58a74d',2,'kept','','e60597ff570a8dfa1073','83fe4675a76fb3ee','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfefe4c8a535aa1c21c98d192f','2026-11-27 02:27:22.016000','95974c54c49ddbd5bc5dc801bb4eded3749f29bd',3,'requested','','e60597ff570a8dfa1073','296e8e24a9e2508a','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfefe57f0a6c1daf7c555cf7a0','2026-11-27 02:27:22.030000','95974c54c49ddbd5bc5dc801bb4eded3749f29bd',3,'stored','main','e60597ff570a8dfa1073','296e8e24a9e2508a','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfefe5c24ca1dec85a3e404313','2026-11-27 02:27:22.030000','95974c54c49ddbd5bc5dc801bb4eded3749f29bd',3,'stored','backup','e60597ff570a8dfa1073','296e8e24a9e2508a','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dfefe5f5e25040b06e09f7a630','2026-11-27 02:27:22.030000','95974c54c49ddbd5bc5dc801bb4eded3749f29bd',3,'kept','','e60597ff570a8dfa1073','296e8e24a9e2508a','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff1febef46c36955296693943','2026-11-27 02:27:22.052000','79c31fd31a6c02f986c6bc8e0bfc74cc363612e6',4,'requested','','e60597ff570a8dfa1073','87915a26de94401e','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff1ffa667a185fdd8349e97d3','2026-11-27 02:27:22.065000','79c31fd31a6c02f986c6bc8e0bfc74cc363612e6',4,'stored','main','e60597ff570a8dfa1073','87915a26de94401e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff2000e01821c96dcd06ebdf9','2026-11-27 02:27:22.065000','79c31fd31a6c02f986c6bc8e0bfc74cc363612e6',4,'stored','backup','e60597ff570a8dfa1073','87915a26de94401e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff2005b399da1d2fdd522e766','2026-11-27 02:27:22.065000','79c31fd31a6c02f986c6bc8e0bfc74cc363612e6',4,'kept','','e60597ff570a8dfa1073','87915a26de94401e','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff3e64f609645b0ce387024f5','2026-11-27 02:27:22.087000','b815d22d684c27cd362df572be16f94679282b9b',5,'requested','','e60597ff570a8dfa1073','2280a6bce805d457','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff3e6ffe1264cd98dc95adf16','2026-11-27 02:27:22.097000','b815d22d684c27cd362df572be16f94679282b9b',5,'stored','main','e60597ff570a8dfa1073','2280a6bce805d457','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff3e741b0abf120056f741da7','2026-11-27 02:27:22.097000','b815d22d684c27cd362df572be16f94679282b9b',5,'stored','backup','e60597ff570a8dfa1073','2280a6bce805d457','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff3e775d4c9da397443275a7b','2026-11-27 02:27:22.097000','b815d22d684c27cd362df572be16f94679282b9b',5,'kept','','e60597ff570a8dfa1073','2280a6bce805d457','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff6ce6d4940e16a3b73e7a8ff','2026-11-27 02:27:22.122000','1218736776b56778f562162b732bced7472952d6',6,'requested','','e60597ff570a8dfa1073','8e98e8b08b3a10e6','original, image/jpeg');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff6cf2470a737fda760da3625','2026-11-27 02:27:22.146000','1218736776b56778f562162b732bced7472952d6',6,'stored','main','e60597ff570a8dfa1073','8e98e8b08b3a10e6','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff6cf6ba7e69eebb3509c3605','2026-11-27 02:27:22.146000','1218736776b56778f562162b732bced7472952d6',6,'stored','backup','e60597ff570a8dfa1073','8e98e8b08b3a10e6','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5dff6cf9d439400d0c42059210e','2026-11-27 02:27:22.146000','1218736776b56778f562162b732bced7472952d6',6,'kept','','e60597ff570a8dfa1073','8e98e8b08b3a10e6','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039a93f4219d687e4b9fad92','2026-11-27 02:27:22.313000','01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2',7,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039bb6b1c63d3b86623385ce','2026-11-27 02:27:22.361000','01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2',7,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039c1d4f25739211321a526d','2026-11-27 02:27:22.361000','01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2',7,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039c5b89710f93bd088619a1','2026-11-27 02:27:22.361000','01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2',7,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039c97887f68f84c742a0d1f','2026-11-27 02:27:22.313000','e322300ea32e6a5e2af4b183fb25453c09cdd1de',8,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039cc4650af11f130f408cb8','2026-11-27 02:27:22.361000','e322300ea32e6a5e2af4b183fb25453c09cdd1de',8,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039cf06fd9f5dfce73c11176','2026-11-27 02:27:22.361000','e322300ea32e6a5e2af4b183fb25453c09cdd1de',8,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039d25090e1956b7d9f7abda','2026-11-27 02:27:22.361000','e322300ea32e6a5e2af4b183fb25453c09cdd1de',8,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039d5ba2f1ab2d77979952df','2026-11-27 02:27:22.313000','89799ee3970a4f7c39ad4c333e05246d365b551d',9,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039d83f85ac7fcd290ff545b','2026-11-27 02:27:22.361000','89799ee3970a4f7c39ad4c333e05246d365b551d',9,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039db13044a98a3195da4e27','2026-11-27 02:27:22.361000','89799ee3970a4f7c39ad4c333e05246d365b551d',9,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0039dda526ce22e963e31ede2','2026-11-27 02:27:22.361000','89799ee3970a4f7c39ad4c333e05246d365b551d',9,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00cfe1731867cc7ac62eb139a','2026-11-27 02:27:22.464000','9df3ffd93f90db7b6911da783dfe4f0c468e2664',10,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00cff33b1ad43c7d4f0f613c4','2026-11-27 02:27:22.518000','9df3ffd93f90db7b6911da783dfe4f0c468e2664',10,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00cff86730c22e4448e874e37','2026-11-27 02:27:22.518000','9df3ffd93f90db7b6911da783dfe4f0c468e2664',10,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00cffbd8c69105154630eb194','2026-11-27 02:27:22.518000','9df3ffd93f90db7b6911da783dfe4f0c468e2664',10,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00cffed9abd7bc1dc36ae54bc','2026-11-27 02:27:22.464000','60667ac6f27d48532f93ae54006b4cb6702e8d70',11,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d00117ad2fdf6c2873cbc4d','2026-11-27 02:27:22.518000','60667ac6f27d48532f93ae54006b4cb6702e8d70',11,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d0035cd7d79047e99716048','2026-11-27 02:27:22.518000','60667ac6f27d48532f93ae54006b4cb6702e8d70',11,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d005c8e7848529ababe78af','2026-11-27 02:27:22.518000','60667ac6f27d48532f93ae54006b4cb6702e8d70',11,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d00840e439f55d02661e4fb','2026-11-27 02:27:22.464000','203bddbe99180bc478f3f05f739baebebe8241c2',12,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d00a5fdbee38db575b92dcd','2026-11-27 02:27:22.518000','203bddbe99180bc478f3f05f739baebebe8241c2',12,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d00cb079adfe6d6a3ab8058','2026-11-27 02:27:22.518000','203bddbe99180bc478f3f05f739baebebe8241c2',12,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e00d00f52d130ffbe0d35bf382','2026-11-27 02:27:22.518000','203bddbe99180bc478f3f05f739baebebe8241c2',12,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c3a8b02c64e880d4fe8be5','2026-11-27 02:27:22.657000','da553e62324280b924c0734eaa1eca5f49b075d6',13,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c4a98db734a74586d2e5d4','2026-11-27 02:27:22.699000','da553e62324280b924c0734eaa1eca5f49b075d6',13,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c4f37b99ca6683fa4c467c','2026-11-27 02:27:22.699000','da553e62324280b924c0734eaa1eca5f49b075d6',13,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c527effa91d63337ded386','2026-11-27 02:27:22.699000','da553e62324280b924c0734eaa1eca5f49b075d6',13,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c559a26ae5a70ab3aec35e','2026-11-27 02:27:22.657000','efbc3b8e171cceb5938757bb0bf50fcff387eff6',14,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c57d310f859fbf20e76ca8','2026-11-27 02:27:22.699000','efbc3b8e171cceb5938757bb0bf50fcff387eff6',14,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c5a54e6d021bb5ee6492b5','2026-11-27 02:27:22.699000','efbc3b8e171cceb5938757bb0bf50fcff387eff6',14,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c5ce09dd3377f434c2da01','2026-11-27 02:27:22.699000','efbc3b8e171cceb5938757bb0bf50fcff387eff6',14,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c5f6dd1f5318e1aa1e3832','2026-11-27 02:27:22.657000','1ab6d7542840c69b0f589af8bb11a03a4fb28e23',15,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c61a776657f6abc34ddc56','2026-11-27 02:27:22.699000','1ab6d7542840c69b0f589af8bb11a03a4fb28e23',15,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c645e2f9049a48e182afd2','2026-11-27 02:27:22.699000','1ab6d7542840c69b0f589af8bb11a03a4fb28e23',15,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e017c66e2eb7fcc7c78251eabe','2026-11-27 02:27:22.699000','1ab6d7542840c69b0f589af8bb11a03a4fb28e23',15,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d71a8f3eae51ba6b0b59afa','2026-11-27 02:27:22.730000','1c368bf99f150fba6d556948fb368d5f9df56b7f',16,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d730f56d7dea1eb2aa89548','2026-11-27 02:27:22.794000','1c368bf99f150fba6d556948fb368d5f9df56b7f',16,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d7384a8653479b8221a1629','2026-11-27 02:27:22.794000','1c368bf99f150fba6d556948fb368d5f9df56b7f',16,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d73dc0b84c6bc0ad1c2f04b','2026-11-27 02:27:22.794000','1c368bf99f150fba6d556948fb368d5f9df56b7f',16,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d742ea136832adfd0e938e5','2026-11-27 02:27:22.730000','147ff057bc85bea93adbcbe7a02f6bc4565efe08',17,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d747afc62952d886e38be7e','2026-11-27 02:27:22.794000','147ff057bc85bea93adbcbe7a02f6bc4565efe08',17,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d74b8333070859254900203','2026-11-27 02:27:22.794000','147ff057bc85bea93adbcbe7a02f6bc4565efe08',17,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d7502e4bd544132cce07e79','2026-11-27 02:27:22.794000','147ff057bc85bea93adbcbe7a02f6bc4565efe08',17,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d754fe7fb7bc091e9564cfe','2026-11-27 02:27:22.730000','db6e8533a29edab83cab26720d7f9a909be29cef',18,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d759355e17cf69a049784c9','2026-11-27 02:27:22.794000','db6e8533a29edab83cab26720d7f9a909be29cef',18,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d75d52d44a0c575f6c52d34','2026-11-27 02:27:22.794000','db6e8533a29edab83cab26720d7f9a909be29cef',18,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e01d7614ae72ccbdf83b126e81','2026-11-27 02:27:22.794000','db6e8533a29edab83cab26720d7f9a909be29cef',18,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e02200d00bc118515cef019442','2026-11-27 02:27:22.844000','5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee',19,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e02201c6ad9d9008ccb239ec11','2026-11-27 02:27:22.871000','5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee',19,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e022021893272384a9be2a26f0','2026-11-27 02:27:22.871000','5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee',19,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e02202527f4045b2ee974a2170','2026-11-27 02:27:22.871000','5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee',19,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0220289ecb6f8668ce717a37c','2026-11-27 02:27:22.844000','3732d8f679d610c970d6ce912870c98f2dcbbb75',20,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e02202ae88673c175236685d37','2026-11-27 02:27:22.871000','3732d8f679d610c970d6ce912870c98f2dcbbb75',20,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e02202d494ab77112849d9d274','2026-11-27 02:27:22.871000','3732d8f679d610c970d6ce912870c98f2dcbbb75',20,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0220300184fd67173dff5d9bf','2026-11-27 02:27:22.871000','3732d8f679d610c970d6ce912870c98f2dcbbb75',20,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0220327ff2ad703c948d280be','2026-11-27 02:27:22.844000','c3e1f88237d55ef56123913f99bed357dc190349',21,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e022034910b1478808bf7b7894','2026-11-27 02:27:22.871000','c3e1f88237d55ef56123913f99bed357dc190349',21,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e022036b8977970c669e136039','2026-11-27 02:27:22.871000','c3e1f88237d55ef56123913f99bed357dc190349',21,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e0220392c44be26f9a72b4e28f','2026-11-27 02:27:22.871000','c3e1f88237d55ef56123913f99bed357dc190349',21,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026f8426b96885270f70dc2b5','2026-11-27 02:27:22.913000','98a8bf0c3358a7142f6e90f40bd8f0547ad33744',22,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026f949f5c5a45431ca40e507','2026-11-27 02:27:22.954000','98a8bf0c3358a7142f6e90f40bd8f0547ad33744',22,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026f99253d1e43e8e03094ff6','2026-11-27 02:27:22.954000','98a8bf0c3358a7142f6e90f40bd8f0547ad33744',22,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026f9c928824f01862bd7b32c','2026-11-27 02:27:22.954000','98a8bf0c3358a7142f6e90f40bd8f0547ad33744',22,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026f9fc1560c7d2bcac1146f2','2026-11-27 02:27:22.913000','4f9a659913bda8a1cd94b9450c80739d6a7243d9',23,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fa224ecfb75ed4320aa231','2026-11-27 02:27:22.954000','4f9a659913bda8a1cd94b9450c80739d6a7243d9',23,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fa450dbf0216ec0c5d7dfb','2026-11-27 02:27:22.954000','4f9a659913bda8a1cd94b9450c80739d6a7243d9',23,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fa6c89eed55531fd32167c','2026-11-27 02:27:22.954000','4f9a659913bda8a1cd94b9450c80739d6a7243d9',23,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fa95036a5910ea80510bb7','2026-11-27 02:27:22.913000','63dc049d1d1332d578c39d34687851b17adffcd3',24,'requested','','-','-','derivative, image/webp');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fab7430eee36ade09465aa','2026-11-27 02:27:22.954000','63dc049d1d1332d578c39d34687851b17adffcd3',24,'stored','main','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fadba6852cca402649c06a','2026-11-27 02:27:22.954000','63dc049d1d1332d578c39d34687851b17adffcd3',24,'stored','backup','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e026fb044ba48c263390a51bd8','2026-11-27 02:27:22.954000','63dc049d1d1332d578c39d34687851b17adffcd3',24,'kept','','-','-','');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e028f078c657d6b6195ede5b79','2026-11-27 02:27:22.987000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'damage found','backup','-','-','missing');
INSERT INTO `storage_fileevent` VALUES ('18ebc5e028f173f28646279ba134c5b3','2026-11-27 02:27:22.987000','9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7',1,'served from backup','main','-','-','');
/*!40000 ALTER TABLE `storage_fileevent` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_restoration`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_restoration` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `made_at` datetime(6) NOT NULL,
  `restored_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_restoration` WRITE;
/*!40000 ALTER TABLE `storage_restoration` DISABLE KEYS */;
/*!40000 ALTER TABLE `storage_restoration` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_storedfile`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_storedfile` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `key` varchar(40) NOT NULL,
  `kind` varchar(10) NOT NULL,
  `state` varchar(9) NOT NULL,
  `content_type` varchar(40) NOT NULL,
  `size` bigint(20) unsigned NOT NULL CHECK (`size` >= 0),
  `sha256` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `delete_requested_at` datetime(6) DEFAULT NULL,
  `family_id` bigint(20) NOT NULL,
  `key_id` varchar(16) NOT NULL,
  `places` varchar(100) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `key` (`key`),
  KEY `files_by_state` (`state`,`created_at`),
  KEY `files_by_encryption_key` (`key_id`,`id`),
  KEY `files_by_sha256` (`sha256`),
  KEY `files_by_places` (`family_id`,`kind`,`state`,`places`),
  CONSTRAINT `storage_storedfile_family_id_74c0f5e3_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=27 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_storedfile` WRITE;
/*!40000 ALTER TABLE `storage_storedfile` DISABLE KEYS */;
INSERT INTO `storage_storedfile` VALUES (1,'9f0d2e1eeb3f7784d9eaf3dc019e002268f551d7','original','stored','image/jpeg',8555,'67d7d356929300acced4bdb14fcd109116da6e2429aada97cc25dcc73cecb484','2026-11-27 02:27:21.935000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (2,'5d717b35f33c1e0f735aa51482e12ca0ea58a74d','original','stored','image/jpeg',8475,'acf770f76c5775a9861f99f35ef2f0bb11550995beaa62f387e4b49a52614038','2026-11-27 02:27:21.984000',NULL,1,'8655ad2fad822629','main,backup!');
INSERT INTO `storage_storedfile` VALUES (3,'95974c54c49ddbd5bc5dc801bb4eded3749f29bd','original','stored','image/jpeg',8552,'4ce3ebf789d615f952709f1ca87bc5b0e617b154db74e44054592cf25b27e3a4','2026-11-27 02:27:22.016000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (4,'79c31fd31a6c02f986c6bc8e0bfc74cc363612e6','original','stored','image/jpeg',1151,'108dd49977f0d9e5a943e7ec49a1aff7f1efc134eeb263ac8ba9f90c28906279','2026-11-27 02:27:22.052000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (5,'b815d22d684c27cd362df572be16f94679282b9b','original','stored','image/jpeg',1113,'1c2c9752830afe9e44c039d926b2c6f8afa6f6d642e7d5bf167467f004f53560','2026-11-27 02:27:22.087000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (6,'1218736776b56778f562162b732bced7472952d6','original','stored','image/jpeg',1171,'7f74bb8f2c6ce47d44629d9de5bac85080982334792aea7872b2cb34f45cf186','2026-11-27 02:27:22.122000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (7,'01a4b7c49bddb5d1598c6bd8062f28b0e45a7cf2','derivative','stored','image/webp',3200,'8c4e385c3bbcc92a58f0a5ffadb5690a85773cea426488f1fba65a6b80e15d54','2026-11-27 02:27:22.313000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (8,'e322300ea32e6a5e2af4b183fb25453c09cdd1de','derivative','stored','image/webp',3200,'8c4e385c3bbcc92a58f0a5ffadb5690a85773cea426488f1fba65a6b80e15d54','2026-11-27 02:27:22.313000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (9,'89799ee3970a4f7c39ad4c333e05246d365b551d','derivative','stored','image/webp',2870,'70fc802452f74876b7fbdfafcb6db3863e84ad28c14e4135a107a4a5136d30a8','2026-11-27 02:27:22.313000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (10,'9df3ffd93f90db7b6911da783dfe4f0c468e2664','derivative','stored','image/webp',3054,'810f7bcf4168088abdeb371f5085843545b4542598d1fdf326273b3f36340876','2026-11-27 02:27:22.464000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (11,'60667ac6f27d48532f93ae54006b4cb6702e8d70','derivative','stored','image/webp',3054,'810f7bcf4168088abdeb371f5085843545b4542598d1fdf326273b3f36340876','2026-11-27 02:27:22.464000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (12,'203bddbe99180bc478f3f05f739baebebe8241c2','derivative','stored','image/webp',2756,'d2ab7ef18070b5deb9293b93d13a702d13ab039d68509db4344bac96dc1a146f','2026-11-27 02:27:22.464000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (13,'da553e62324280b924c0734eaa1eca5f49b075d6','derivative','stored','image/webp',3172,'142c185f32d2d0b0b4c5a9121836ef7744d5d058e2ed924b75f48af2d6b44683','2026-11-27 02:27:22.657000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (14,'efbc3b8e171cceb5938757bb0bf50fcff387eff6','derivative','stored','image/webp',3172,'142c185f32d2d0b0b4c5a9121836ef7744d5d058e2ed924b75f48af2d6b44683','2026-11-27 02:27:22.657000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (15,'1ab6d7542840c69b0f589af8bb11a03a4fb28e23','derivative','stored','image/webp',2928,'28af660677923d3069134b6f5651c0255fcc531d11a4c7afbff33e99f3415873','2026-11-27 02:27:22.657000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (16,'1c368bf99f150fba6d556948fb368d5f9df56b7f','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:27:22.730000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (17,'147ff057bc85bea93adbcbe7a02f6bc4565efe08','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:27:22.730000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (18,'db6e8533a29edab83cab26720d7f9a909be29cef','derivative','stored','image/webp',328,'741f77b3e1889fc579c6e10de71e227fc9e1dbd8beb3e9da2267079aa5e5b4be','2026-11-27 02:27:22.730000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (19,'5bc2f077ac9c7aa4d8c80ca1433f86cdc314fbee','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:27:22.844000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (20,'3732d8f679d610c970d6ce912870c98f2dcbbb75','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:27:22.844000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (21,'c3e1f88237d55ef56123913f99bed357dc190349','derivative','stored','image/webp',342,'e207a6cce9bece27ea0a3fff6f1af8f48e977336a2f0932486e79cdc4265ad34','2026-11-27 02:27:22.844000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (22,'98a8bf0c3358a7142f6e90f40bd8f0547ad33744','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:27:22.913000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (23,'4f9a659913bda8a1cd94b9450c80739d6a7243d9','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:27:22.913000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (24,'63dc049d1d1332d578c39d34687851b17adffcd3','derivative','stored','image/webp',352,'d94ad24b2ad7d1b1ae9f437b3ddcd14b585a89c9db349ba36f5cc8a4cb21dafa','2026-11-27 02:27:22.913000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (25,'d2955181b972baee9347aded25afc6fb5051331b','original','stored','image/jpeg',1180,'2207b98b983d4e1e3df2d5726e0d0bd4742e6d8fe78b3a402ecc661403404fa7','2026-11-27 02:27:23.685000',NULL,1,'8655ad2fad822629','main,backup');
INSERT INTO `storage_storedfile` VALUES (26,'589a60e911261d08b064e1003966395fe46affa4','original','stored','image/jpeg',1167,'139fe1608a3250ee45b3338794875ef053b1fb41211710e258cf230720f98832','2026-11-27 02:27:23.775000',NULL,1,'8655ad2fad822629','main,backup');
/*!40000 ALTER TABLE `storage_storedfile` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `storage_usage`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `storage_usage` (
  `family_id` bigint(20) NOT NULL,
  `used_bytes` bigint(20) NOT NULL,
  `limit_bytes` bigint(20) NOT NULL,
  `photos` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`family_id`),
  CONSTRAINT `storage_usage_family_id_6a839d1f_fk_accounts_family_id` FOREIGN KEY (`family_id`) REFERENCES `accounts_family` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `storage_usage` WRITE;
/*!40000 ALTER TABLE `storage_usage` DISABLE KEYS */;
INSERT INTO `storage_usage` VALUES (1,31364,10000000000,8);
/*!40000 ALTER TABLE `storage_usage` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

